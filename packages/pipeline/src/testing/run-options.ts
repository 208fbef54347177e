import type { RunEventInput } from "@pergola/core";
import type { ScriptedReply } from "@pergola/core-steps/testing";
import type { Tool } from "@pergola/tools";
import type { FailureInfo } from "../run/failure-info.ts";

/** What a workflow is run with, without an agent. */
export interface WorkflowRunOptions {
  /** The user's message. Default "". */
  readonly message?: string;
  /** What the model answers, one reply after the other. Default: it cannot be called. */
  readonly replies?: readonly ScriptedReply[];
  /** The tools that there are. Default: none. */
  readonly tools?: readonly Tool[];
  /** What `getResource` gives, by key; `memory` is what `remember` uses. */
  readonly resources?: Readonly<Record<string, unknown>>;
  /** Default `ada`. */
  readonly userId?: string;
  readonly sessionId?: string;
  /** Of the agent that it would be in. Default 5. */
  readonly maxIterations?: number;
  /** Stops the run. */
  readonly signal?: AbortSignal;
  /** As in an agent with a checkpointer: what is stored must have a JSON form. Default false. */
  readonly isKept?: boolean;
}

/** What came of a run. */
export interface WorkflowRunResult {
  /** Undefined when the run failed and no error step answered. */
  readonly response: string | undefined;
  /** What the run throws in an agent. */
  readonly error: unknown;
  readonly failure: FailureInfo | undefined;
  readonly iterations: number;
  /** Everything that was stored. */
  readonly results: Readonly<Record<string, unknown>>;
  /** The text that went out as the answer. */
  readonly streamed: string;
  readonly events: readonly RunEventInput[];
}
