import type { RunOutcome, SessionScope } from "@pergola/core";

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
  | { readonly kind: "delete"; readonly session: SessionScope };

/** What became of a write inside its transaction: a refusal, or whether it changed anything. */
export type WriteOutcome =
  | { readonly refusal: Error }
  | { readonly refusal?: undefined; readonly isChanged: boolean };

/** The conversation that a write touches. */
export function sessionOf(write: Write): SessionScope {
  return write.kind === "delete" ? write.session : write.turn;
}
