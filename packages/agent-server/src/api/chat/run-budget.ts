import { budgetLimitsSchema } from "@pergola/resources";

/** `budget` of a body: what the run, or each answer, may spend. */
export const runBudgetSchema = budgetLimitsSchema.shape.run;
