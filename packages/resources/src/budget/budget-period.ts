import type { WindowedBudgetLimit } from "./budget-limits.ts";

const LENGTHS = { day: "2026-11-21".length, month: "2026-11".length } as const;

/** The name of the window that `now` (epoch milliseconds) is in, by UTC. */
export function budgetPeriod(per: WindowedBudgetLimit["per"] = "total", now: number): string {
  return per === "total" ? "total" : new Date(now).toISOString().slice(0, LENGTHS[per]);
}
