import { abortable, throwIfAborted } from "@pergola/core";
import type { ModelCallOptions } from "./call-settings.ts";
import { CallStory } from "./call-story.ts";
import type { ChatModel } from "./chat-model.ts";
import type { ChatRequest } from "./chat-request.ts";
import { DeltaSink } from "./delta-sink.ts";
import { FallbackCall } from "./fallback-call.ts";
import type { GenerationResult } from "./llm-resource.ts";
import type { ModelTarget } from "./model-target.ts";
import { prepareCall } from "./prepared-call.ts";

/**
 * One model call with its events: `model-started`, the deltas, and one `model-finished` whatever happens. It goes to the
 * first target, and to the next ones as long as that may help.
 *
 * @throws MODEL_PARAMETER_UNSUPPORTED before anything is emitted; the other `MODEL_…` codes; the signal's reason.
 */
export async function makeModelCall(
  targets: readonly [ModelTarget, ...ModelTarget[]],
  asked: ChatRequest,
  options: ModelCallOptions,
): Promise<GenerationResult> {
  const { binding, streamText } = options;
  const { signal } = binding;
  const callId = crypto.randomUUID();
  const prepare = (target: ModelTarget, model: ChatModel) =>
    prepareCall({ id: target.id, model }, asked, { options, callId });
  const [target] = targets;
  const found = target.model();
  const first = prepare(target, found instanceof Promise ? await abortable(found, signal) : found);
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
