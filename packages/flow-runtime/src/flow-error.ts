import { type ErrorData, PergolaError, type PergolaErrorInit, toErrorData } from "@pergola/core";
import type { FlowErrorCode } from "./errors.ts";

/** One try of a node that failed. */
export interface FailedAttempt {
  /** From 1. */
  readonly attempt: number;
  readonly error: ErrorData;
}

/** What a {@link FlowError} is made of. */
export interface FlowErrorInit extends PergolaErrorInit {
  readonly traceId: string;
  /** Absent when no node is to blame. */
  readonly nodeName?: string;
  /** From 1: the last try. */
  readonly attempt?: number;
  /** Of the last try, in milliseconds. */
  readonly latencyMs?: number;
  /** Every try, the last one included. */
  readonly attempts?: readonly FailedAttempt[];
}

/** A {@link FlowError} as plain data. */
export interface FlowErrorData extends ErrorData {
  readonly traceId: string;
  readonly nodeName?: string;
  readonly attempt?: number;
  readonly latencyMs?: number;
  readonly attempts?: readonly FailedAttempt[];
}

/** What ended a trace: a coded error that says where. */
export class FlowError extends PergolaError<FlowErrorCode> {
  readonly traceId: string;
  readonly nodeName: string | undefined;
  readonly attempt: number | undefined;
  readonly latencyMs: number | undefined;
  readonly attempts: readonly FailedAttempt[];

  constructor(code: FlowErrorCode, init: FlowErrorInit) {
    super(code, init);
    this.name = "FlowError";
    this.traceId = init.traceId;
    this.nodeName = init.nodeName;
    this.attempt = init.attempt;
    this.latencyMs = init.latencyMs;
    this.attempts = init.attempts ?? [];
  }

  override toJSON(): FlowErrorData {
    const { traceId, nodeName, attempt, latencyMs, attempts } = this;
    return {
      ...toErrorData(this),
      traceId,
      ...(nodeName !== undefined && { nodeName }),
      ...(attempt !== undefined && { attempt }),
      ...(latencyMs !== undefined && { latencyMs }),
      ...(attempts.length > 0 && { attempts }),
    };
  }
}
