import { RUN_OUTCOMES, type RunOutcome } from "@pergola/core";
import { TURN_STATUSES, type TurnStatus } from "@pergola/resources";
import { dataInvalid } from "./data-invalid.ts";

/** @throws DUCKDB_DATA_INVALID */
export function turnStatus(value: unknown): TurnStatus {
  const status = TURN_STATUSES.find((known) => known === value);
  if (status === undefined) throw dataInvalid("turn.status");
  return status;
}

/** @throws DUCKDB_DATA_INVALID */
export function runOutcome(value: unknown): RunOutcome {
  const outcome = RUN_OUTCOMES.find((known) => known === value);
  if (outcome === undefined) throw dataInvalid("turn.outcome");
  return outcome;
}
