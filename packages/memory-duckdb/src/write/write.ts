import type { RunOutcome, SessionScope } from "@pergola/core";
import type { ReservationAnswer } from "@pergola/resources";
import type { BudgetWrite } from "../budget/budget-write.ts";
import type { MetricWrite } from "../metrics/metric-write.ts";
import type { UserMemoryWrite } from "../user-memory/user-memory-write.ts";

/** The key of a turn: whose conversation, and which run of it. */
export type TurnKey = SessionScope & { readonly runId: string };

/** A message on its way into the file; `body` is JSON text. */
export interface MessageRow {
  readonly role: string;
  readonly body: string;
}

/** A change of the file, as plain data that is ready to be bound. `at` is epoch milliseconds, JSON is text. */
export type Write =
  | {
      readonly kind: "admit";
      readonly turn: TurnKey;
      readonly at: number;
      readonly title: string;
      readonly message: MessageRow;
    }
  | { readonly kind: "suspend"; readonly turn: TurnKey; readonly at: number; readonly events: string }
  | {
      readonly kind: "settle";
      readonly turn: TurnKey;
      readonly at: number;
      readonly outcome: RunOutcome;
      readonly usage: string;
      readonly messages: readonly MessageRow[];
      readonly events: string;
    }
  | { readonly kind: "delete"; readonly session: SessionScope }
  | BudgetWrite
  | UserMemoryWrite
  | MetricWrite;

/** A change of a conversation. */
export type SessionWrite = Exclude<Write, BudgetWrite | UserMemoryWrite | MetricWrite>;

/** What became of a write inside its transaction: a refusal, or whether it changed anything. */
export type WriteOutcome =
  | { readonly refusal: Error }
  | {
      readonly refusal?: undefined;
      readonly isChanged: boolean;
      /** Of a reservation. */
      readonly answer?: ReservationAnswer | undefined;
      /** Of a user's values that were cleared: how many there were. */
      readonly removed?: number;
    };

/** The conversation that a write touches. */
export function sessionOf(write: SessionWrite): SessionScope {
  return write.kind === "delete" ? write.session : write.turn;
}
