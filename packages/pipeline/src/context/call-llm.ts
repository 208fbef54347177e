import type { BaseMessage } from "@langchain/core/messages";
import { outputReader, outputSchema, type StepRun } from "@pergola/core-steps";
import { type GenerateOptions, type LlmHandle, loadMessages } from "@pergola/resources";
import type { z } from "zod";
import { pipelineErrors } from "../errors.ts";
import type { Draft } from "../run/draft.ts";
import type { CallLlmOptions } from "./staged-context.ts";

type Prompt = string | readonly BaseMessage[];
type Options = CallLlmOptions & { readonly output?: z.ZodType };

export interface LlmCall {
  readonly draft: Draft;
  readonly prompt: Prompt;
  readonly options: Options | undefined;
}

/** One model call of a step. @returns its text, or the value of `output` */
export async function callLlm(run: StepRun, { draft, prompt, options = {} }: LlmCall): Promise<unknown> {
  const { resource = "llm", system, output } = options;
  const isAnswer = draft.stage === "deliver" && output === undefined;
  const messages = await toMessages(prompt, system);
  const llm = modelOf(run, resource);
  const { content } = await llm.generate(messages, generateOptions(options, isAnswer));
  if (output !== undefined) return outputReader(output)(content);
  if (isAnswer) draft.streamed.push(content);
  return content;
}

function generateOptions(
  { model, temperature, maxTokens, output, purpose, signal }: Options,
  streamText: boolean,
): GenerateOptions {
  const parameters = {
    ...(temperature !== undefined && { temperature }),
    ...(maxTokens !== undefined && { maxTokens }),
  };
  return {
    streamText,
    ...(model !== undefined && { model }),
    ...(purpose !== undefined && { purpose }),
    ...(signal !== undefined && { signal }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...(output !== undefined && { output: outputSchema(output) }),
  };
}

async function toMessages(prompt: Prompt, system: string | undefined): Promise<readonly BaseMessage[]> {
  const { HumanMessage, SystemMessage } = await loadMessages();
  const messages = typeof prompt === "string" ? [new HumanMessage(prompt)] : prompt;
  return system === undefined ? messages : [new SystemMessage(system), ...messages];
}

function modelOf(run: StepRun, key: string): LlmHandle {
  const resource: unknown = run.resource(key);
  if (typeof resource === "object" && resource !== null && "generate" in resource)
    return resource as LlmHandle;
  throw pipelineErrors.create("NOT_A_MODEL", {
    message: `The resource "${key}" is no model: it cannot generate.`,
    hint: 'Name a resource of the category "llm".',
    details: { key },
  });
}
