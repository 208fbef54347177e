import type { BaseMessage } from "@langchain/core/messages";
import { throwIfAborted } from "@pergola/core";
import type { RunBinding } from "../run-binding.ts";
import type { CallSettings } from "./call-settings.ts";
import type { ChatRequest } from "./chat-request.ts";
import { loadMessages } from "./langchain.ts";
import type { GenerateOptions, GenerationResult, LlmHandle, ModelReference } from "./llm-resource.ts";
import { mergeParameters } from "./merge-parameters.ts";
import { makeModelCall } from "./model-call.ts";
import type { ModelTarget } from "./model-target.ts";

type Targets = readonly [ModelTarget, ...ModelTarget[]];

/** The models of a reference, the preferred one first. */
export type TargetsOf = (reference: ModelReference | undefined) => Targets | Promise<Targets>;

export interface LlmHandleParts extends CallSettings {
  /** Keeps the resource, and the models that the work gets, open until it is over. */
  call<T>(work: (targets: TargetsOf) => Promise<T>): Promise<T>;
}

type CallParts = CallSettings & { readonly targets: TargetsOf };

/** The llm as one run sees it. */
export function createLlmHandle(parts: LlmHandleParts, binding: RunBinding): LlmHandle {
  return {
    generate: (messages, options = {}) =>
      parts.call((targets) => generate({ ...parts, targets }, binding, { messages, options })),
  };
}

async function generate(
  parts: CallParts,
  run: RunBinding,
  input: { readonly messages: string | readonly BaseMessage[]; readonly options: GenerateOptions },
): Promise<GenerationResult> {
  const binding = bindingOfCall(run, input.options);
  const { signal } = binding;
  throwIfAborted(signal);
  const { messages, options } = input;
  const found = parts.targets(options.model);
  const targets = found instanceof Promise ? await found : found;
  const request: ChatRequest = {
    messages: typeof messages === "string" ? await asUserMessage(messages) : messages,
    tools: options.tools?.length === 0 ? undefined : options.tools,
    parameters: mergeParameters(options.parameters, binding.parameters),
  };
  throwIfAborted(signal);
  const streamText = options.streamText ?? binding.streamText ?? true;
  return makeModelCall(targets, request, { ...parts, binding, streamText, output: options.output });
}

/** The binding with what one call says of itself. */
function bindingOfCall(run: RunBinding, { signal, purpose }: GenerateOptions): RunBinding {
  if (signal === undefined && purpose === undefined) return run;
  return {
    ...run,
    ...(signal !== undefined && { signal: AbortSignal.any([run.signal, signal]) }),
    ...(purpose !== undefined && { purpose }),
  };
}

async function asUserMessage(text: string): Promise<BaseMessage[]> {
  const { HumanMessage } = await loadMessages();
  return [new HumanMessage(text)];
}
