import type { FlowError } from "../flow-error.ts";
import type { TraceInfo } from "../trace-info.ts";
import type { Outbox } from "./outbox.ts";
import type { Sent, TraceSink } from "./trace-sink.ts";

/** Who waits until a message is accepted. */
export interface Acceptor {
  readonly resolve: (traceId: string) => void;
  readonly reject: (error: Error) => void;
}

/** For `emit()`: results go to the outbox. Whoever waits for acceptance is told, also when the trace ends before it. */
export class EmitSink implements TraceSink {
  readonly takesErrors = true;
  readonly #outbox: Outbox;
  traceId = "";
  #acceptor: Acceptor | undefined;

  constructor(outbox: Outbox, acceptor?: Acceptor) {
    this.#outbox = outbox;
    this.#acceptor = acceptor;
  }

  opened(traceId: string): void {
    this.traceId = traceId;
    this.#outbox.open(traceId);
  }

  accepted(): void {
    this.#acceptor?.resolve(this.traceId);
    this.#acceptor = undefined;
  }

  refused(error: Error): void {
    this.#outbox.forget(this.traceId);
    this.#acceptor?.reject(error);
    this.#acceptor = undefined;
  }

  result(sent: Sent): boolean {
    return this.#outbox.result(sent);
  }

  /** Nobody reads them here. */
  chunk(): boolean {
    return true;
  }

  last(sent: Sent): void {
    this.#outbox.last(sent);
  }

  settled(trace: TraceInfo, error: FlowError | undefined): void {
    if (error !== undefined && this.#acceptor !== undefined) {
      this.refused(error);
      return;
    }
    this.accepted();
    this.#outbox.settled(trace, error);
  }
}
