import { resourceErrors } from "../errors.ts";
import { NANO_USD } from "./budget-amount.ts";
import type { BudgetShortfall } from "./budget-ledger.ts";
import type { BudgetCap } from "./budget-limits.ts";

export interface ExceededCap extends BudgetShortfall {
  readonly cap: BudgetCap;
  readonly period: string;
  /** Whose cap it is; a run inside it may have asked. */
  readonly runId: string;
  readonly model: string;
}

/** No room for the worst case of a call. Amounts in `details` are tokens, or US dollars. */
export function budgetExceeded({ cap, unit, period, runId, model, ...shortfall }: ExceededCap) {
  const counts = unit === "tokens" ? "tokens" : "cost";
  const told = (amount: number) => (unit === "tokens" ? amount : amount / NANO_USD);
  const shown = (amount: number) => (unit === "tokens" ? `${amount} tokens` : `$${told(amount)}`);
  const { spent, reserved, limit, needed } = shortfall;
  const window = period === "total" ? "" : ` of ${period}`;
  return resourceErrors.create("BUDGET_EXCEEDED", {
    message:
      `A call of ${model} may need ${shown(needed)}, and the budget of the ${cap}${window} has not as much left: ` +
      `limit ${shown(limit)}, spent ${shown(spent)}, reserved by calls under way ${shown(reserved)}.`,
    hint: `Raise budget.${cap}.${counts}, or ask for less: fewer messages, a smaller maxTokens.${waitFor(period, reserved)}`,
    details: {
      cap,
      counts,
      limit: told(limit),
      spent: told(spent),
      reserved: told(reserved),
      needed: told(needed),
      period,
      runId,
      model,
    },
  });
}

function waitFor(period: string, reserved: number): string {
  if (reserved > 0) return " What is reserved comes back as far as it is not used.";
  if (period === "total") return "";
  return ` It begins anew with the next ${period.length > "2026-11".length ? "day" : "month"}, by UTC.`;
}

export type UnenforceableReason = "price-unknown" | "usage-unknown" | "input-unknown" | "output-unlimited";

/** A call whose worst case nobody can tell: with a budget it is not made. */
export function budgetUnenforceable(
  reason: UnenforceableReason,
  { model, message, hint }: { readonly model: string; readonly message: string; readonly hint: string },
) {
  return resourceErrors.create("BUDGET_UNENFORCEABLE", {
    message: `${model} was not called: ${message}`,
    hint,
    details: { model, reason },
  });
}
