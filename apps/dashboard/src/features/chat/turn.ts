import type { ErrorData, RunEvent, RunOutcome, Usage } from "@pergola/core";
import type { WorkState } from "../../run/state-after.ts";

/** Where a turn stands. The first three are live; the others are final. */
export type TurnStatus =
  | "connecting"
  | "running"
  | "stopping"
  | RunOutcome
  | "suspended"
  | "interrupted"
  /** Stored as unfinished: it runs elsewhere (another window). */
  | "pending";

/** A piece of the answer, in the order in which it came. `id` is stable between live and stored. */
export type TurnPart =
  | { readonly kind: "text"; readonly id: string; readonly callId: string; readonly text: string }
  | { readonly kind: "reasoning"; readonly id: string; readonly callId: string; readonly text: string }
  /** Something to know about how the answer came about. `error` is why. */
  | { readonly kind: "notice"; readonly id: string; readonly text: string; readonly error?: ErrorData }
  | ({ readonly kind: "step"; readonly id: string } & TurnStep)
  | ({ readonly kind: "tool"; readonly id: string } & TurnTool);

export interface TurnStep {
  readonly step: string;
  readonly stepKind: string;
  readonly state: WorkState;
  readonly startedAt: number;
  readonly latencyMs?: number;
  readonly error?: ErrorData;
}

export interface TurnTool {
  readonly callId: string;
  readonly step?: string;
  readonly tool: string;
  readonly arguments: unknown;
  readonly state: WorkState;
  readonly startedAt?: number;
  readonly latencyMs?: number;
  readonly result?: unknown;
  readonly error?: ErrorData;
}

/** A call to the model, with the exact request. */
export interface ModelCall {
  readonly callId: string;
  readonly step?: string;
  readonly model: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly state: WorkState;
  readonly startedAt: number;
  readonly latencyMs?: number;
  readonly usage?: Usage;
  readonly finishReason?: string;
  /** How often it was tried again. */
  readonly retries?: number;
  /** Why the call was tried again. */
  readonly retriedFor?: ErrorData;
  /** Models that were asked before this one and did not answer. */
  readonly insteadOf?: readonly string[];
  readonly error?: ErrorData;
}

/** One line of the debug panel: an event, or a row of deltas folded into one. */
export interface LogRow {
  readonly event: RunEvent;
  /** How many deltas are folded into this row; 1 for any other event. */
  readonly count: number;
  readonly lastSeq: number;
}

/** One turn as the page shows it, live or stored. */
export interface Turn {
  /** The run's id once it is known, before that one of the page's own. */
  readonly key: string;
  readonly runId?: string;
  readonly message: string;
  readonly status: TurnStatus;
  readonly parts: readonly TurnPart[];
  readonly modelCalls: readonly ModelCall[];
  readonly log: readonly LogRow[];
  readonly droppedRows: number;
  readonly startedAt: number;
  readonly latencyMs?: number;
  readonly usage?: Usage;
  readonly error?: ErrorData;
}

/** A turn that was just sent. */
export function createTurn(init: { key: string; message: string; startedAt: number }): Turn {
  return { ...init, status: "connecting", parts: [], modelCalls: [], log: [], droppedRows: 0 };
}

/** Whether the turn may still change. */
export function isLive(turn: Pick<Turn, "status">): boolean {
  return turn.status === "connecting" || turn.status === "running" || turn.status === "stopping";
}

/** The answer's text without steps, tools and reasoning: what "Copy" copies. */
export function answerText(turn: Turn): string {
  return turn.parts.flatMap((part) => (part.kind === "text" ? [part.text] : [])).join("\n\n");
}
