import type { ModelPrice } from "@pergola/core";
import type { ModelCallOptions } from "./call-settings.ts";
import { type ChatModel, isDirect } from "./chat-model.ts";
import type { ChatRequest } from "./chat-request.ts";
import { callDirectly } from "./direct-call.ts";
import type { AttemptChannel } from "./first-piece.ts";
import { loadLangChain } from "./langchain.ts";
import { callThroughLangChain } from "./langchain-call.ts";
import { langChainOptions } from "./langchain-options.ts";
import type { GenerationResult } from "./llm-resource.ts";
import { needsLangChain } from "./observers.ts";
import { requestOutput } from "./output-request.ts";

/** A call of one model, ready to be made. */
export interface PreparedCall {
  readonly id: string;
  readonly model: ChatModel;
  readonly price?: ModelPrice | undefined;
  readonly request: ChatRequest;
  attempt(channel: AttemptChannel): Promise<GenerationResult>;
  /** What the answer says, if JSON was asked for. */
  read(result: GenerationResult): GenerationResult;
  /** Gives back what is reserved for an attempt that was never made. */
  release?(): Promise<void>;
}

interface CallParts {
  readonly options: ModelCallOptions;
  readonly callId: string;
}

/** @throws MODEL_PARAMETER_UNSUPPORTED */
export function prepareCall(
  { id, model, price }: Pick<PreparedCall, "id" | "model" | "price">,
  asked: ChatRequest,
  parts: CallParts,
): PreparedCall {
  const { output } = parts.options;
  const { request, read } =
    output === undefined ? { request: asked, read: asItIs } : requestOutput(model, asked, output);
  return { id, model, price, request, read, attempt: planAttempt({ id, model }, request, parts) };
}

const asItIs = (result: GenerationResult) => result;

/** The way to the model. */
function planAttempt(
  { id, model }: Pick<PreparedCall, "id" | "model">,
  request: ChatRequest,
  { options: { isTracing, binding }, callId }: CallParts,
): PreparedCall["attempt"] {
  const { runnableConfig } = binding;
  const options = langChainOptions(model, id, request);
  const call = { messageId: callId, options, isTracing, runnableConfig };
  const throughLangChain = (channel: AttemptChannel) =>
    callThroughLangChain(model, request, { ...call, ...channel });
  if (!isDirect(model) || isTracing) return throughLangChain;
  return async (channel) => {
    const loading = loadLangChain();
    const langchain = loading instanceof Promise ? await loading : loading;
    const { callbacks } = langchain.runnables.ensureConfig({ callbacks: runnableConfig?.callbacks });
    if (needsLangChain(model, callbacks, langchain)) return throughLangChain(channel);
    return callDirectly(model, request, { ...channel, messageId: callId, classes: langchain.messages });
  };
}
