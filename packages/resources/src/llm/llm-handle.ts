import type { BaseMessage } from "@langchain/core/messages";
import { abortable, throwIfAborted } from "@pergola/core";
import type { RunBinding } from "../run-binding.ts";
import type { ChatRequest } from "./chat-request.ts";
import { loadMessages } from "./langchain.ts";
import type { GenerateOptions, GenerationResult, LlmHandle, ModelReference } from "./llm-resource.ts";
import { mergeParameters } from "./merge-parameters.ts";
import { type CallSettings, makeModelCall } from "./model-call.ts";
import type { NamedModel } from "./named-model.ts";
import { requestOutput } from "./output-request.ts";

export interface LlmHandleParts extends CallSettings {
  /** The model of a reference; a promise only while it is being made. */
  find(reference: ModelReference | undefined): NamedModel | Promise<NamedModel>;
  /** Keeps the resource open until the work is over. */
  track<T>(work: Promise<T>): Promise<T>;
}

/** The llm as one run sees it. */
export function createLlmHandle(parts: LlmHandleParts, binding: RunBinding): LlmHandle {
  return {
    generate: (messages, options = {}) => parts.track(generate(parts, binding, { messages, options })),
  };
}

async function generate(
  parts: LlmHandleParts,
  binding: RunBinding,
  input: { readonly messages: string | readonly BaseMessage[]; readonly options: GenerateOptions },
): Promise<GenerationResult> {
  const { signal } = binding;
  throwIfAborted(signal);
  const { messages, options } = input;
  const found = parts.find(options.model);
  const named = found instanceof Promise ? await abortable(found, signal) : found;
  const request: ChatRequest = {
    messages: typeof messages === "string" ? await asUserMessage(messages) : messages,
    tools: options.tools?.length === 0 ? undefined : options.tools,
    parameters: mergeParameters(options.parameters, binding.parameters),
  };
  throwIfAborted(signal);
  const settings = { ...parts, binding, isSilent: options.streamText === false };
  if (options.output === undefined) return makeModelCall(named, request, settings);
  const asked = requestOutput(named.model, request, options.output);
  return asked.read(await makeModelCall(named, asked.request, settings));
}

async function asUserMessage(text: string): Promise<BaseMessage[]> {
  const { HumanMessage } = await loadMessages();
  return [new HumanMessage(text)];
}
