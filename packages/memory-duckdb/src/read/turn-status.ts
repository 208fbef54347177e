import type { RunOutcome } from "@pergola/core";
import type { TurnStatus } from "@pergola/resources";
import { dataInvalid } from "./data-invalid.ts";

const STATUSES: readonly TurnStatus[] = ["pending", "suspended", "settled", "interrupted"];
const OUTCOMES: readonly RunOutcome[] = ["completed", "failed", "cancelled", "deadline", "budget"];

/** @throws DUCKDB_DATA_INVALID */
export function turnStatus(value: unknown): TurnStatus {
  const status = STATUSES.find((known) => known === value);
  if (status === undefined) throw dataInvalid("turn.status");
  return status;
}

/** @throws DUCKDB_DATA_INVALID */
export function runOutcome(value: unknown): RunOutcome {
  const outcome = OUTCOMES.find((known) => known === value);
  if (outcome === undefined) throw dataInvalid("turn.outcome");
  return outcome;
}
