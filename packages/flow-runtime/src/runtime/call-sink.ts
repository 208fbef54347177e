import type { FlowError } from "../flow-error.ts";
import type { TraceInfo } from "../trace-info.ts";
import { multipleResults, promiseAsResult } from "./trace-endings.ts";
import type { Sent, TraceSink } from "./trace-sink.ts";

/** For `call()`: one result at most, when the trace has ended. */
export class CallSink implements TraceSink {
  readonly takesErrors = false;
  readonly #resolve: (result: unknown) => void;
  readonly #reject: (error: Error) => void;
  #result: unknown;
  #hasResult = false;

  constructor(resolve: (result: unknown) => void, reject: (error: Error) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  result({ trace, payload }: Sent): boolean {
    if (this.#hasResult) throw multipleResults(trace.id);
    if (hasThen(payload)) throw promiseAsResult(trace.id);
    this.#hasResult = true;
    this.#result = payload;
    return true;
  }

  last(sent: Sent): void {
    this.result(sent);
  }

  /** Nobody reads them here. */
  chunk(): boolean {
    return true;
  }

  settled(_trace: TraceInfo, error: FlowError | undefined): void {
    if (error === undefined) this.#resolve(this.#result);
    else this.#reject(error);
  }
}

/** Whether a promise cannot be resolved with it: it would wait for what that gives, perhaps for ever. */
function hasThen(value: unknown): boolean {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  try {
    return typeof (value as { readonly then?: unknown }).then === "function";
  } catch {
    return true;
  }
}
