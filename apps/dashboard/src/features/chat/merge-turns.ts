import type { StoredTurn } from "../../api/sessions.ts";
import { turnFromStored } from "./stored-turn.ts";
import type { Turn } from "./turn.ts";

const rebuilt = new WeakMap<StoredTurn, Turn>();

/** Stored turns, with the live form of those that are not settled in the store yet, and the live ones it lacks. */
export function mergeTurns(stored: readonly StoredTurn[], live: readonly Turn[]): readonly Turn[] {
  const liveById = new Map(live.map((turn) => [turn.runId, turn]));
  const known = new Set(stored.map((turn) => turn.runId));
  const shown = stored.map(
    (each) => (isSettled(each) ? undefined : liveById.get(each.runId)) ?? rebuild(each),
  );
  const added = live.filter((turn) => turn.runId === undefined || !known.has(turn.runId));
  return [...shown, ...added].sort((a, b) => timeOf(a) - timeOf(b));
}

/** A turn that has only just been sent is last, whatever the clocks of page and server say. */
function timeOf(turn: Turn): number {
  return turn.status === "connecting" ? Number.MAX_SAFE_INTEGER : turn.startedAt;
}

/** Whether the stored form is final, so that the live one is no longer needed. */
export function isSettled(turn: StoredTurn): boolean {
  return turn.status !== "pending" && turn.status !== "suspended";
}

function rebuild(stored: StoredTurn): Turn {
  const known = rebuilt.get(stored);
  if (known) return known;
  const turn = turnFromStored(stored);
  rebuilt.set(stored, turn);
  return turn;
}
