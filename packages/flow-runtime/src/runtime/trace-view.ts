import type { Headers } from "../headers.ts";
import type { TraceInfo } from "../trace-info.ts";

/** A trace as nodes see it: they cannot change it, and how it is run is nobody's, not even in a log. */
export class TraceView implements TraceInfo {
  readonly id: string;
  readonly headers: Headers;
  readonly createdAt: number;
  readonly deadlineAt: number | undefined;
  readonly parentTraceId: string | undefined;
  readonly #trace: TraceInfo;

  constructor(trace: TraceInfo) {
    this.id = trace.id;
    this.headers = trace.headers;
    this.createdAt = trace.createdAt;
    this.deadlineAt = trace.deadlineAt;
    this.parentTraceId = trace.parentTraceId;
    this.#trace = trace;
    Object.freeze(this);
  }

  /** Made when somebody asks for it. */
  get signal(): AbortSignal {
    return this.#trace.signal;
  }
}
