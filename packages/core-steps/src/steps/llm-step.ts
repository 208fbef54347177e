import type { AIMessage } from "@langchain/core/messages";
import type { GenerateOptions, ModelParameters, ModelReference } from "@pergola/resources";
import { lazySchema } from "@pergola/resources/definition";
import type { Tool } from "@pergola/tools";
import { z } from "zod";
import type { CommonStepConfig } from "../common-step-config.ts";
import { getRun, type StepRun } from "../step-run.ts";
import type { StepStrategy } from "../step-strategy.ts";
import { templateProblems } from "../templates/template-problems.ts";
import { toolProblems } from "../tools/tool-problems.ts";
import { keyProblems } from "./key-problems.ts";
import { compilePrompt } from "./model-messages.ts";
import { modelShape, toolReference } from "./step-options.ts";
import { outputReader, outputSchema } from "./structured-output.ts";

/** Config of the `llm` step: one model call. */
export interface LlmStepConfig<State = Record<string, unknown>> extends CommonStepConfig {
  /** Rendered from the state (`{name}`, `{user.name}`, `{input}`); without it the state's messages are sent. */
  readonly promptTemplate?: string;
  /** Goes first; a template too. */
  readonly systemPrompt?: string;
  /** Default: the agent's model. */
  readonly model?: ModelReference;
  readonly temperature?: number;
  readonly maxTokens?: number;
  /** The answer must be JSON of this shape; with `as`, that key gets the parsed value. */
  readonly output?: z.ZodType;
  /** Offered to the model. The step does not run them: use a `tool` step after it, or `tools-loop`. */
  readonly tools?: readonly (string | Tool)[];
  /** State key that also gets the answer: its text, or the value of `output`. */
  readonly as?: keyof State & string;
}

const llmConfigSchema = lazySchema(() =>
  z.strictObject({
    ...modelShape(),
    output: z.custom<z.ZodType>((value) => value instanceof z.ZodType, "Expected a zod schema").optional(),
    tools: z.array(toolReference).optional(),
  }),
);

/** One model call; the answer is appended to `messages`. */
export const llmStep: StepStrategy<LlmStepConfig> = {
  name: "llm",
  configSchema: llmConfigSchema,
  nodeName: (index) => `llm_step_${index}`,
  needs: (config) => ({ messages: true, model: config.model ?? true }),
  writes: ({ as }) => (as === undefined ? ["messages"] : ["messages", as]),
  validate: (config, environment) => [
    ...templateProblems("promptTemplate", config.promptTemplate, environment.stateKeys),
    ...templateProblems("systemPrompt", config.systemPrompt, environment.stateKeys),
    ...keyProblems("as", config.as, environment.stateKeys),
    ...toolProblems("tools", config.tools ?? [], environment),
  ],
  async createStep(config) {
    const promptOf = await compilePrompt(config);
    const readOutput = config.output === undefined ? undefined : outputReader(config.output);
    const fixed = generateOptions(config);
    return async (state, context) => {
      const run = getRun(context);
      const { message, content } = await run
        .resource("llm")
        .generate(promptOf(state), { ...fixed, ...toolOptions(run, config) });
      return toUpdate(config.as, message, readOutput === undefined ? content : readOutput(content));
    };
  },
};

/** The part of the call that does not depend on the state. */
export function generateOptions(
  config: Pick<LlmStepConfig, "model" | "temperature" | "maxTokens" | "output">,
): GenerateOptions {
  const parameters: ModelParameters = {
    ...(config.temperature !== undefined && { temperature: config.temperature }),
    ...(config.maxTokens !== undefined && { maxTokens: config.maxTokens }),
  };
  return {
    ...(config.model !== undefined && { model: config.model }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...(config.output !== undefined && { output: outputSchema(config.output) }),
  };
}

/** The step's tools and those of the caller; a step that wants JSON offers the caller's to nobody. */
function toolOptions(
  run: StepRun,
  { tools, output }: Pick<LlmStepConfig, "tools" | "output">,
): Pick<GenerateOptions, "tools"> {
  if (tools === undefined && output !== undefined) return {};
  return { tools: run.resource("tools").only(tools ?? []).definitions };
}

/** `messages` gets the answer, and the `as` key its value. */
function toUpdate(as: string | undefined, message: AIMessage, value: unknown): Record<string, unknown> {
  return as === undefined ? { messages: [message] } : { messages: [message], [as]: value };
}
