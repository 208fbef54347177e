import { abortable, abortReason, type PergolaError, throwIfAborted } from "@pergola/core";
import type { BreakerSnapshot } from "../breaker/breaker.ts";
import { withCost } from "../prices/cost-of.ts";
import type { ModelCallOptions } from "./call-settings.ts";
import type { CallStory } from "./call-story.ts";
import type { ChatModel } from "./chat-model.ts";
import type { DeltaSink } from "./delta-sink.ts";
import { allModelsFailed, type FailedModel } from "./fallback-error.ts";
import { canFallBack } from "./fallback-rules.ts";
import { type AttemptChannel, withFirstPiece } from "./first-piece.ts";
import type { GenerationResult } from "./llm-resource.ts";
import type { ModelTarget } from "./model-target.ts";
import type { PreparedCall } from "./prepared-call.ts";
import { DEFAULT_MAX_RETRIES, retryModelCall } from "./retry-model-call.ts";
import { toModelError } from "./to-model-error.ts";

export interface FallbackCallParts {
  readonly options: ModelCallOptions;
  readonly story: CallStory;
  readonly sink: DeltaSink;
  prepare(target: ModelTarget, model: ChatModel): PreparedCall | Promise<PreparedCall>;
}

/** One answer, of the first model that gives one. */
export class FallbackCall {
  readonly #targets: readonly ModelTarget[];
  readonly #parts: FallbackCallParts;
  readonly #channel: AttemptChannel;
  /** Whether a request went out: from then on each further one is paid from the run's budget. */
  #hasAsked = false;

  constructor(targets: readonly ModelTarget[], parts: FallbackCallParts) {
    this.#targets = targets;
    this.#parts = parts;
    this.#channel = { signal: parts.options.binding.signal, sink: parts.sink };
  }

  /** @throws what the last model failed with, and what those before it did */
  async answer(first: PreparedCall): Promise<GenerationResult> {
    const failed: FailedModel[] = [];
    let [target, call] = [this.#targets[0], first];
    for (let index = 0; target !== undefined; index++) {
      const next: ModelTarget | undefined = this.#targets[index + 1];
      try {
        if (index > 0) call = await this.#next(target, failed);
        return priced(call.read(await this.#ask(call, target, this.#targets.length - index - 1)), call);
      } catch (thrown) {
        const error = this.#errorOf(thrown, target.id);
        failed.push({ id: target.id, error });
        if (next === undefined || !this.#canGoOn(error, next)) break;
      }
      target = next;
    }
    throw allModelsFailed(failed);
  }

  /** @throws the signal's reason, for whatever was thrown because of it */
  #errorOf(thrown: unknown, id: string): PergolaError {
    const { binding, clock } = this.#parts.options;
    if (binding.signal.aborted) throw abortReason(binding.signal);
    return toModelError(thrown, id, clock.now());
  }

  /** Nothing may have been said, and a further request must be affordable; one that a breaker refuses is none. */
  #canGoOn(error: PergolaError, next: ModelTarget): boolean {
    const { sink, options } = this.#parts;
    if (sink.hasStreamed || !canFallBack(error)) return false;
    return !this.#hasAsked || next.breaker.isOpen || options.binding.retryBudget.take();
  }

  async #next(target: ModelTarget, failed: readonly FailedModel[]): Promise<PreparedCall> {
    const { story, options, prepare } = this.#parts;
    const { signal } = options.binding;
    const found = target.model();
    const call = await prepare(target, found instanceof Promise ? await abortable(found, signal) : found);
    throwIfAborted(signal);
    const last = failed.at(-1);
    if (last !== undefined) story.fellBack(last.id, call, last.error);
    return call;
  }

  /** @param others how many models may be asked after this one: retries leave them their share of the budget */
  #ask(call: PreparedCall, target: ModelTarget, others: number): Promise<GenerationResult> {
    const { story, sink, options } = this.#parts;
    const { retry, clock, random, binding } = options;
    const { retryBudget: budget, signal } = binding;
    const { maxRetries = DEFAULT_MAX_RETRIES } = retry;
    const watched = { signal, onChange: (snapshot: BreakerSnapshot) => story.breakerChanged(snapshot) };
    return retryModelCall(() => target.breaker.run(() => this.#attempt(call, others), watched), {
      id: call.id,
      policy: story.retries === 0 ? retry : { ...retry, maxRetries: maxRetries - story.retries },
      budget,
      signal,
      clock,
      random,
      toError: (thrown) => story.lost(toModelError(thrown, call.id, clock.now()), call.price),
      canRetry: ({ code }) =>
        // Silence has cost enough time already when there is another model.
        (others === 0 || code !== "MODEL_TIMEOUT") &&
        !sink.hasStreamed &&
        !code.startsWith("BUDGET_") &&
        !target.breaker.isOpen &&
        budget.remaining > others,
      onRetry: (retried) => story.retried(retried),
    });
  }

  #attempt(call: PreparedCall, others: number): Promise<GenerationResult> {
    this.#hasAsked = true;
    if (others === 0) return call.attempt(this.#channel);
    const { firstTokenTimeoutMs: timeoutMs, clock } = this.#parts.options;
    return withFirstPiece(call.attempt, this.#channel, { id: call.id, timeoutMs, clock });
  }
}

/** What the answer cost, if somebody knows. */
function priced(result: GenerationResult, { price }: PreparedCall): GenerationResult {
  const { usage } = result;
  return price === undefined || usage === undefined ? result : { ...result, usage: withCost(usage, price) };
}
