import type { Stage } from "../stage.ts";
import type { FailureInfo } from "./failure-info.ts";

/** A tool call that waits for the end of its stage. */
export interface QueuedCall {
  readonly callId: string;
  readonly tool: string;
  readonly arguments: unknown;
  /** Under which its result is stored. */
  readonly key: string;
  /** The step that queued it. */
  readonly step: string;
  /** Whether it was made already, and has asked something. */
  readonly isAsking?: true;
}

/** Where a run of a workflow stands, as plain data: what a suspended run goes on with. */
export interface Position {
  readonly iteration: number;
  /** Undefined when it is over. */
  readonly stage: Stage | undefined;
  /** The next instruction of the stage. */
  readonly at: number;
  /** How far the step there has come that has asked something; undefined when it has not begun. */
  readonly bookmark: string | undefined;
  /** When the stage began, epoch milliseconds; undefined before. */
  readonly stageStartedAt: number | undefined;
  readonly scratch: Readonly<Record<string, unknown>>;
  readonly said: readonly string[];
  readonly queue: readonly QueuedCall[];
  /** What this stage has stored and which tools it has called. */
  readonly results: readonly string[];
  readonly tools: readonly string[];
  /** The last text that a step returned. */
  readonly lastText: string | undefined;
  readonly response: string | undefined;
  /** Text that has gone out as part of the answer. */
  readonly streamed: readonly string[];
  readonly skipTo: Stage | undefined;
  readonly failure: FailureInfo | undefined;
}

export const BEGINNING: Position = Object.freeze({
  iteration: 1,
  stage: "parse",
  at: 0,
  bookmark: undefined,
  stageStartedAt: undefined,
  scratch: {},
  said: [],
  queue: [],
  results: [],
  tools: [],
  lastText: undefined,
  response: undefined,
  streamed: [],
  skipTo: undefined,
  failure: undefined,
});
