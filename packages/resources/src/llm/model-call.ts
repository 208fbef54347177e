import {
  abortReason,
  type Clock,
  type ErrorData,
  isPergolaError,
  type RetryPolicy,
  toErrorData,
} from "@pergola/core";
import type { RunBinding } from "../run-binding.ts";
import { isDirect } from "./chat-model.ts";
import type { ChatRequest } from "./chat-request.ts";
import { DeltaSink } from "./delta-sink.ts";
import { describeRequest } from "./describe-request.ts";
import { callDirectly } from "./direct-call.ts";
import { loadLangChain } from "./langchain.ts";
import { callThroughLangChain } from "./langchain-call.ts";
import { langChainOptions } from "./langchain-options.ts";
import type { GenerationResult } from "./llm-resource.ts";
import type { NamedModel } from "./named-model.ts";
import { needsLangChain } from "./observers.ts";
import { retryModelCall } from "./retry-model-call.ts";
import { toModelError } from "./to-model-error.ts";

/** What all calls of a resource share. */
export interface CallSettings {
  readonly retry: RetryPolicy;
  readonly clock: Clock;
  readonly random: () => number;
  /** LangSmith or LangChain's console output is on, so every call goes through LangChain. */
  readonly isTracing: boolean;
}

export interface ModelCallOptions extends CallSettings {
  readonly binding: RunBinding;
  /** Emit no deltas. */
  readonly isSilent: boolean;
}

type Attempt = () => Promise<GenerationResult>;

/**
 * One model call with its events: `model-started`, the deltas, and one `model-finished` whatever happens.
 *
 * @throws MODEL_PARAMETER_UNSUPPORTED before anything is emitted; the other `MODEL_…` codes; the signal's reason.
 */
export async function makeModelCall(
  named: NamedModel,
  request: ChatRequest,
  options: ModelCallOptions,
): Promise<GenerationResult> {
  const { binding, clock } = options;
  const callId = crypto.randomUUID();
  const sink = new DeltaSink(binding, { callId, isSilent: options.isSilent });
  const attempt = planAttempt(named, request, { options, sink, callId });
  const { emit, step, signal } = binding;
  emit({
    type: "model-started",
    callId,
    step,
    model: named.id,
    request: describeRequest(named.model, named.id, request),
  });
  const startedAt = clock.monotonic();
  const finish = (outcome: Pick<GenerationResult, "usage"> & { finishReason?: string; error?: ErrorData }) =>
    emit({ type: "model-finished", callId, step, latencyMs: clock.monotonic() - startedAt, ...outcome });
  let result: GenerationResult;
  try {
    result = await withRetries(attempt, { named, options, sink, callId });
  } catch (error) {
    finish({ error: finishedError(error, signal) });
    throw error;
  }
  finish({ usage: result.usage, finishReason: result.finishReason.unified });
  return result;
}

interface CallParts {
  readonly options: ModelCallOptions;
  readonly sink: DeltaSink;
  readonly callId: string;
}

/** The way to the model. */
function planAttempt({ id, model }: NamedModel, request: ChatRequest, parts: CallParts): Attempt {
  const { sink, callId } = parts;
  const { isTracing, binding } = parts.options;
  const { signal, runnableConfig } = binding;
  const options = langChainOptions(model, id, request);
  const call = { signal, sink, messageId: callId, options, isTracing, runnableConfig };
  const throughLangChain: Attempt = () => callThroughLangChain(model, request, call);
  if (!isDirect(model) || isTracing) return throughLangChain;
  return async () => {
    const loading = loadLangChain();
    const langchain = loading instanceof Promise ? await loading : loading;
    const { callbacks } = langchain.runnables.ensureConfig({ callbacks: runnableConfig?.callbacks });
    if (needsLangChain(model, callbacks, langchain)) return throughLangChain();
    return callDirectly(model, request, { ...call, classes: langchain.messages });
  };
}

function withRetries(attempt: Attempt, parts: CallParts & { readonly named: NamedModel }) {
  const { options, sink, callId, named } = parts;
  const { binding, clock, random, retry } = options;
  const { signal, emit, step } = binding;
  return retryModelCall(attempt, {
    id: named.id,
    policy: retry,
    budget: binding.retryBudget,
    signal,
    clock,
    random,
    toError: (thrown) => toModelError(thrown, named.id, clock.now()),
    canRetry: () => !sink.hasStreamed,
    onRetry: ({ attempt, delayMs, error }) =>
      void emit({ type: "model-retried", callId, step, attempt, delayMs, error: toErrorData(error) }),
  });
}

/** A stop is told as `ABORTED`, unless its reason has a code of its own. */
function finishedError(error: unknown, signal: AbortSignal): ErrorData {
  if (!signal.aborted || isPergolaError(error)) return toErrorData(error);
  return { code: "ABORTED", message: abortReason(signal).message };
}
