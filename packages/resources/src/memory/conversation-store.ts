import type { Closable, RunEvent, RunOutcome, Scope, SessionScope, Usage } from "@pergola/core";
import type { BudgetLedger } from "../budget/budget-ledger.ts";
import type { RunPage, RunPageOptions } from "./run-page.ts";
import type { StoredMessage } from "./stored-message.ts";
import type { TurnStatus } from "./turn-status.ts";
import type { UserMemory } from "./user/user-memory.ts";

export interface HistoryLimits {
  /** Default 50. */
  readonly maxMessages?: number;
  /** Estimated at four characters a token. Default: no limit. */
  readonly maxTokens?: number;
}

export interface Turn {
  readonly runId: string;
  readonly status: TurnStatus;
  /** Set once settled. */
  readonly outcome?: RunOutcome;
  readonly usage?: Usage;
  /** Epoch milliseconds of the admission. */
  readonly startedAt: number;
  readonly finishedAt?: number;
  /** The user's message, then everything that the run appended. */
  readonly messages: readonly StoredMessage[];
}

/** A conversation as its owner may read it. */
export interface Transcript {
  readonly sessionId: string;
  readonly turns: readonly Turn[];
}

export interface SessionSummary {
  readonly sessionId: string;
  /** The start of the first user message. */
  readonly title: string;
  readonly turnCount: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface SessionPage {
  /** Newest first. */
  readonly sessions: readonly SessionSummary[];
  /** Hand it back to get the next page; absent on the last. */
  readonly nextCursor?: string;
}

export interface Admission {
  readonly runId: string;
  /** The user's own message. */
  readonly message: StoredMessage;
}

export interface Settlement {
  readonly outcome: RunOutcome;
  /** What the run appended after the user's message. */
  readonly messages: readonly StoredMessage[];
  /** All events of the run but the deltas: the run log. */
  readonly events: readonly RunEvent[];
  readonly usage: Usage;
}

/** Gives the session lock back; safe to call twice. */
export type Release = () => void;

/**
 * The one store of conversations. A conversation belongs to (tenant, agent, user, session) and is reached only with all
 * four. A turn is written twice: the user's message when it is admitted, the rest when it settles. Every write resolves
 * when it is durable.
 */
export interface ConversationStore extends Closable {
  /** The same object for all stores over the same data, such as one file. Default: the store itself. */
  readonly identity?: object;
  /** Counts what sessions and users have spent, and survives what the store survives. Default: the store cannot. */
  readonly ledger?: BudgetLedger;
  /** What is kept of users beyond their conversations; open for as long as the store. Default: the store cannot. */
  readonly userMemory?: UserMemory;
  /** Waits, in order of arrival, for the session to be free. Rejects with the signal's reason. */
  lock(scope: SessionScope, options?: { readonly signal?: AbortSignal }): Promise<Release>;
  /** Stores the user's message as a pending turn. @throws RUN_ALREADY_ADMITTED for a runId that is there already */
  admit(scope: SessionScope, admission: Admission): Promise<void>;
  /** Marks the turn as waiting for `resume`, with the events so far. @throws TURN_NOT_FOUND */
  suspend(scope: SessionScope, runId: string, events: readonly RunEvent[]): Promise<void>;
  /** Ends the turn: messages, events and outcome in one transaction. @throws TURN_NOT_FOUND, TURN_SETTLED */
  settle(scope: SessionScope, runId: string, settlement: Settlement): Promise<void>;
  /**
   * The newest messages of ended turns (settled or interrupted), oldest first, that fit the limits and form a valid
   * request: no tool result without its call, no tool call without its result, beginning with a user message.
   */
  window(scope: SessionScope, limits?: HistoryLimits): Promise<readonly StoredMessage[]>;
  /** The sessions of the scope's user, newest first. `limit` default 50, at most 200. */
  sessions(
    scope: Scope,
    options?: { readonly cursor?: string; readonly limit?: number },
  ): Promise<SessionPage>;
  /** The runs of the scope's user that were admitted, in all sessions, the last one first. @throws BAD_CURSOR */
  runs(scope: Scope, options?: RunPageOptions): Promise<RunPage>;
  /** The whole conversation, or undefined when this user has none of that name. */
  transcript(scope: SessionScope): Promise<Transcript | undefined>;
  /** The run log of one turn, or undefined. */
  events(scope: SessionScope, runId: string): Promise<readonly RunEvent[] | undefined>;
  /** Removes the conversation; false when this user has none of that name. */
  delete(scope: SessionScope): Promise<boolean>;
  /** Turns `pending` turns of processes that are gone into `interrupted`; resolves with how many. Suspended ones stay. */
  recover(): Promise<number>;
}
