import type { BudgetLedger, BudgetLimits, ModelPrices } from "@pergola/resources";
import { budgetLimitsSchema, lazySchema, modelPricesSchema } from "@pergola/resources/definition";
import { z } from "zod";

/** What runs of an agent may spend, and what models cost. */
export interface AgentBudget extends BudgetLimits {
  /** What models cost, in US dollars per million tokens, over the prices of the built-in table. */
  readonly prices?: ModelPrices;
  /** Where sessions and users are counted. Default: in the agent's memory if it can, else in this process. */
  readonly ledger?: BudgetLedger;
}

/** Schema of {@link AgentBudget}. */
export const agentBudgetSchema = lazySchema(() =>
  z.strictObject({
    ...budgetLimitsSchema.shape,
    prices: modelPricesSchema.optional(),
    ledger: z.custom<BudgetLedger>(isLedger, "Expected a BudgetLedger").optional(),
  } satisfies Record<keyof AgentBudget, z.ZodType>),
);

function isLedger(value: unknown): boolean {
  return typeof value === "object" && value !== null && "reserve" in value && "settle" in value;
}
