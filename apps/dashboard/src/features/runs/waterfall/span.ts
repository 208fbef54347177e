import type { ErrorData, RunOutcome, Usage } from "@pergola/core";
import type { WorkState } from "../../../run/state-after.ts";
import type { LoggedEvent } from "./logged-event.ts";

/** What a row of the waterfall stands for. `resource` is a call of a storage or a memory. */
export type SpanKind = "run" | "stage" | "step" | "model" | "tool" | "resource";

/** Something that happened at one moment of a span. */
export interface Mark {
  readonly kind: "retry" | "fallback" | "breaker" | "note";
  readonly tone: "warn" | "error" | "ok" | "neutral";
  /** Epoch milliseconds. */
  readonly at: number;
  readonly text: string;
  readonly error?: ErrorData | undefined;
}

/** A piece of work of a run: one row of the waterfall. */
export interface Span {
  /** Its place among all spans; those before it began before it, its parent among them. */
  readonly id: number;
  readonly parent: number | undefined;
  /** 0 for the run itself. */
  readonly depth: number;
  readonly kind: SpanKind;
  readonly runId: string;
  readonly name: string;
  /** What stands beside the name: the type of a step, the purpose of a model call. */
  readonly subject: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly endedAt?: number;
  /** As it was measured; `endedAt - startedAt` is what the clock on the wall says. */
  readonly latencyMs?: number;
  readonly state: WorkState;
  readonly outcome?: RunOutcome | (string & {});
  readonly usage?: Usage | undefined;
  readonly error?: ErrorData | undefined;
  readonly marks: readonly Mark[];
  /** What a model has said so far. Only of a run that was seen live: a log has no text. */
  readonly text?: string;
  /** When the first of it came. */
  readonly firstTextAt?: number;
  readonly started: LoggedEvent;
  readonly finished?: LoggedEvent;
  /** What was told of it between the two, without its text; the first {@link MAX_NOTES} of it. */
  readonly notes: readonly LoggedEvent[];
  readonly droppedNotes: number;
}

/** Most events that a span keeps besides its beginning and its end. */
export const MAX_NOTES = 200;
/** Longest text of a model call that is kept, in characters. */
export const MAX_TEXT_CHARS = 100_000;
/** Most spans that a waterfall has. */
export const MAX_SPANS = 20_000;

/** Where it is, what else it is, and the event that began it: the rest of a new span follows from that. */
export type NewSpan = Pick<Span, "kind" | "name" | "subject" | "started"> &
  Partial<Pick<Span, "parent" | "startedAt">>;
