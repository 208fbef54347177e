import {
  abortReason,
  addUsage,
  type EmitRunEvent,
  type ErrorData,
  isPergolaError,
  type ModelPrice,
  type PergolaError,
  toErrorData,
  type Usage,
} from "@pergola/core";
import type { BreakerSnapshot } from "../breaker/breaker.ts";
import { withCost } from "../prices/cost-of.ts";
import type { ModelCallOptions } from "./call-settings.ts";
import type { GenerationResult } from "./llm-resource.ts";
import type { PreparedCall } from "./prepared-call.ts";
import type { ModelRetry } from "./retry-model-call.ts";
import { usageOfError } from "./usage-of-error.ts";
import { withRequest } from "./with-request.ts";

/** The events of one model call, from `model-started` to `model-finished`, whatever happens in between. */
export class CallStory {
  /** Retries so far, of all models. */
  retries = 0;
  readonly #options: ModelCallOptions;
  /** What all events of the call have. */
  readonly #place: { readonly callId: string; readonly step: string | undefined };
  readonly #emit: EmitRunEvent;
  readonly #startedAt: number;
  /** What the attempts that failed have cost. */
  #lost: Usage | undefined;

  constructor(options: ModelCallOptions, callId: string) {
    this.#options = options;
    this.#place = { callId, step: options.binding.step };
    this.#emit = options.binding.emit;
    this.#startedAt = options.clock.monotonic();
  }

  started(call: PreparedCall): void {
    const { purpose, label } = this.#options.binding;
    const told = {
      ...this.#place,
      ...(label !== undefined && { label }),
      ...(purpose !== undefined && { purpose }),
      model: call.id,
    };
    this.#emit(withRequest({ type: "model-started", ...told }, call));
  }

  retried({ delayMs, error }: ModelRetry): void {
    this.retries += 1;
    const told = { attempt: this.retries, delayMs, error: toErrorData(error) };
    this.#emit({ type: "model-retried", ...this.#place, ...told });
  }

  fellBack(from: string, call: PreparedCall, error: PergolaError): void {
    const told = { from, to: call.id, error: toErrorData(error) };
    this.#emit(withRequest({ type: "model-fell-back", ...this.#place, ...told }, call));
  }

  breakerChanged(snapshot: BreakerSnapshot): void {
    this.#emit({ type: "breaker-changed", ...snapshot, resource: this.#options.resource });
  }

  /** Counts what a failed attempt has cost, if its vendor told. */
  lost<E extends PergolaError>(error: E, price: ModelPrice | undefined): E {
    const told = usageOfError(error);
    if (told === undefined) return error;
    const usage = withCost(told, price);
    this.#lost = this.#lost === undefined ? usage : addUsage(this.#lost, usage);
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

  #finish(outcome: Pick<GenerationResult, "usage"> & { finishReason?: string; error?: ErrorData }): void {
    const latencyMs = this.#options.clock.monotonic() - this.#startedAt;
    const { callId, step } = this.#place;
    void this.#emit({ type: "model-finished", callId, step, latencyMs, ...outcome });
  }
}

/** A stop is told as `ABORTED`, unless its reason has a code of its own. */
function finishedError(error: unknown, signal: AbortSignal): ErrorData {
  if (!signal.aborted || isPergolaError(error)) return toErrorData(error);
  return { code: "ABORTED", message: abortReason(signal).message };
}
