import type { Connection } from "../file/connection.ts";
import type { Write, WriteOutcome } from "../write/write.ts";
import type { BudgetWrite } from "./budget-write.ts";
import { reserveBudgets } from "./reserve-budgets.ts";
import { settleReservations } from "./settle-reservations.ts";

/** Applies what came together inside the open transaction. What is given back is there for those who want something. */
export async function applyBudgetWrites(
  connection: Connection,
  writes: readonly BudgetWrite[],
): Promise<ReadonlyMap<Write, WriteOutcome>> {
  const settles = writes.filter((write) => write.kind === "budget-settle");
  const reserves = writes.filter((write) => write.kind === "budget-reserve");
  const settled = await settleReservations(connection, settles);
  const answers = await reserveBudgets(connection, reserves);
  return new Map<Write, WriteOutcome>([
    ...settles.map((write) => [write, { isChanged: settled.has(write.id) }] as const),
    ...reserves.map((write, index) => [write, { isChanged: true, answer: answers[index] }] as const),
  ]);
}
