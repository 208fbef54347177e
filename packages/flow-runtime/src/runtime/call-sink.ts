import type { FlowError } from "../flow-error.ts";
import type { TraceInfo } from "../trace-info.ts";
import { multipleResults } from "./trace-endings.ts";
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
