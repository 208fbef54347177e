import { abortable, type RunBudget, throwIfAborted } from "@pergola/core";
import { budgetedCall } from "./budgeted-call.ts";
import type { ModelCallOptions } from "./call-settings.ts";
import { CallStory } from "./call-story.ts";
import type { ChatModel } from "./chat-model.ts";
import type { ChatRequest } from "./chat-request.ts";
import { DeltaSink } from "./delta-sink.ts";
import { FallbackCall, type FallbackCallParts } from "./fallback-call.ts";
import type { GenerationResult } from "./llm-resource.ts";
import type { ModelTarget } from "./model-target.ts";
import { type PreparedCall, prepareCall } from "./prepared-call.ts";

/**
 * One model call with its events: `model-started`, the deltas, and one `model-finished` whatever happens. It goes to the
 * first target, and to the next ones as long as that may help.
 *
 * @throws MODEL_PARAMETER_UNSUPPORTED, BUDGET_EXCEEDED, BUDGET_UNENFORCEABLE before anything is emitted; the other `MODEL_…` codes; the signal's reason.
 */
export async function makeModelCall(
  targets: Targets,
  asked: ChatRequest,
  options: ModelCallOptions,
): Promise<GenerationResult> {
  const callId = crypto.randomUUID();
  const ready = ({ id, price }: ModelTarget, model: ChatModel, request: ChatRequest) =>
    prepareCall({ id, model, price }, request, { options, callId });
  const { budget } = options.binding;
  return budget === undefined
    ? answerCall(targets, { options, callId, prepare: (target, model) => ready(target, model, asked) })
    : payForCall(targets, { options, callId, asked, ready, budget });
}

type Targets = readonly [ModelTarget, ...ModelTarget[]];

interface CallParts {
  readonly options: ModelCallOptions;
  readonly callId: string;
}

interface PaidCallParts extends CallParts {
  readonly asked: ChatRequest;
  readonly ready: (target: ModelTarget, model: ChatModel, request: ChatRequest) => PreparedCall;
  readonly budget: RunBudget;
}

async function payForCall(
  targets: Targets,
  { asked, ready, budget, ...parts }: PaidCallParts,
): Promise<GenerationResult> {
  const paid: PreparedCall[] = [];
  const prepare = async (target: ModelTarget, model: ChatModel) => {
    const call = await budgetedCall({ budget, asked, prepare: (request) => ready(target, model, request) });
    paid.push(call);
    return call;
  };
  try {
    return await answerCall(targets, { ...parts, prepare });
  } finally {
    for (const call of paid) await call.release?.();
  }
}

async function answerCall(
  targets: Targets,
  { options, callId, prepare }: CallParts & Pick<FallbackCallParts, "prepare">,
): Promise<GenerationResult> {
  const { binding, streamText } = options;
  const { signal } = binding;
  const [target] = targets;
  const found = target.model();
  const preparing = prepare(target, found instanceof Promise ? await abortable(found, signal) : found);
  const first = preparing instanceof Promise ? await preparing : preparing;
  throwIfAborted(signal);
  const story = new CallStory(options, callId);
  const sink = new DeltaSink(binding, { callId, streamText });
  story.started(first);
  const call = new FallbackCall(targets, { options, story, sink, prepare });
  let result: GenerationResult;
  try {
    result = await call.answer(first);
  } catch (error) {
    story.failed(error);
    throw error;
  }
  story.answered(result);
  return result;
}
