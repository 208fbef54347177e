import {
  abortReason,
  addUsage,
  type ErrorData,
  isPergolaError,
  type PergolaError,
  toErrorData,
  type Usage,
} from "@pergola/core";
import type { BreakerSnapshot } from "../breaker/breaker.ts";
import type { ModelCallOptions } from "./call-settings.ts";
import { describeRequest } from "./describe-request.ts";
import type { GenerationResult } from "./llm-resource.ts";
import type { PreparedCall } from "./prepared-call.ts";
import type { ModelRetry } from "./retry-model-call.ts";
import { usageOfError } from "./usage-of-error.ts";

/** The events of one model call, from `model-started` to `model-finished`, whatever happens in between. */
export class CallStory {
  /** Retries so far, of all models. */
  retries = 0;
  readonly #options: ModelCallOptions;
  readonly #callId: string;
  readonly #startedAt: number;
  /** What the attempts that failed have cost. */
  #lost: Usage | undefined;

  constructor(options: ModelCallOptions, callId: string) {
    this.#options = options;
    this.#callId = callId;
    this.#startedAt = options.clock.monotonic();
  }

  started(call: PreparedCall): void {
    this.#emit({ type: "model-started", ...this.#place, model: call.id, request: requestOf(call) });
  }

  retried({ delayMs, error }: ModelRetry): void {
    this.retries += 1;
    const told = { attempt: this.retries, delayMs, error: toErrorData(error) };
    this.#emit({ type: "model-retried", ...this.#place, ...told });
  }

  fellBack(from: string, call: PreparedCall, error: PergolaError): void {
    const told = { from, to: call.id, error: toErrorData(error), request: requestOf(call) };
    this.#emit({ type: "model-fell-back", ...this.#place, ...told });
  }

  breakerChanged(snapshot: BreakerSnapshot): void {
    this.#emit({ type: "breaker-changed", ...snapshot, resource: this.#options.resource });
  }

  /** Counts what a failed attempt has cost, if its vendor told. */
  lost<E extends PergolaError>(error: E): E {
    const usage = usageOfError(error);
    if (usage !== undefined) this.#lost = this.#lost === undefined ? usage : addUsage(this.#lost, usage);
    return error;
  }

  answered({ usage, finishReason }: GenerationResult): void {
    const all = this.#lost === undefined ? usage : addUsage(this.#lost, usage);
    this.#finish({ usage: all, finishReason: finishReason.unified });
  }

  failed(error: unknown): void {
    const usage = this.#lost === undefined ? {} : { usage: this.#lost };
    this.#finish({ ...usage, error: finishedError(error, this.#options.binding.signal) });
  }

  get #place() {
    return { callId: this.#callId, step: this.#options.binding.step };
  }

  get #emit() {
    return this.#options.binding.emit;
  }

  #finish(outcome: Pick<GenerationResult, "usage"> & { finishReason?: string; error?: ErrorData }): void {
    const latencyMs = this.#options.clock.monotonic() - this.#startedAt;
    void this.#emit({ type: "model-finished", ...this.#place, latencyMs, ...outcome });
  }
}

const requestOf = ({ model, id, request }: PreparedCall) => describeRequest(model, id, request);

/** A stop is told as `ABORTED`, unless its reason has a code of its own. */
function finishedError(error: unknown, signal: AbortSignal): ErrorData {
  if (!signal.aborted || isPergolaError(error)) return toErrorData(error);
  return { code: "ABORTED", message: abortReason(signal).message };
}
