import type { Scope } from "@pergola/core";
import type { BudgetAmount } from "./budget-amount.ts";
import type { BudgetAccount, BudgetLedger } from "./budget-ledger.ts";
import { type BudgetCap, type BudgetLimits, limitAmounts } from "./budget-limits.ts";
import { budgetPeriod } from "./budget-period.ts";

/** A limit that a run stands under, and where it is counted. */
export interface RunCap {
  readonly cap: BudgetCap;
  readonly limit: Partial<BudgetAmount>;
  readonly ledger: BudgetLedger;
  account(now: number): BudgetAccount;
}

export interface RunCapsOptions {
  readonly scope: Scope;
  /** Counts the run. */
  readonly own: BudgetLedger;
  /** Counts its session and its user. */
  readonly shared: BudgetLedger;
}

/** The caps that limits mean for a run. One of sessions is none for a run without a session. */
export function runCaps(limits: BudgetLimits, { scope, own, shared }: RunCapsOptions): readonly RunCap[] {
  const { run, session, user } = limits;
  const { tenantId, agentId, userId, sessionId } = scope;
  const ofUser: Scope = { tenantId, agentId, userId };
  return [
    ...capOf("run", run, own, () => ({ scope, period: "total" })),
    ...(sessionId === undefined
      ? []
      : capOf("session", session, shared, (now) => ({ scope, period: budgetPeriod(session?.per, now) }))),
    ...capOf("user", user, shared, (now) => ({ scope: ofUser, period: budgetPeriod(user?.per, now) })),
  ];
}

function capOf(
  cap: BudgetCap,
  limit: BudgetLimits[BudgetCap],
  ledger: BudgetLedger,
  account: RunCap["account"],
): readonly RunCap[] {
  const amounts = limit && limitAmounts(limit);
  return amounts === undefined ? [] : [{ cap, limit: amounts, ledger, account }];
}
