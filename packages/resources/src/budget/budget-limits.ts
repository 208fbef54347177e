import { z } from "zod";
import { lazySchema } from "../lazy-schema.ts";
import { type BudgetAmount, NANO_USD } from "./budget-amount.ts";

/** Most that may be spent. What is left out has no limit. */
export interface BudgetLimit {
  /** Tokens of input and output. */
  readonly tokens?: number;
  /** US dollars. */
  readonly cost?: number;
}

/** A limit of many runs together. */
export interface WindowedBudgetLimit extends BudgetLimit {
  /** Over which time, in UTC. Default `total`. */
  readonly per?: "day" | "month" | "total";
}

/** What may be spent, by whose it is. Default: no limits. */
export interface BudgetLimits {
  /** One run, with all that runs inside it. */
  readonly run?: BudgetLimit;
  /** One conversation. */
  readonly session?: WindowedBudgetLimit;
  /** One user of the agent. */
  readonly user?: WindowedBudgetLimit;
}

/** Whose limit it is. */
export type BudgetCap = keyof BudgetLimits;

const limitShape = () => ({
  tokens: z.number().int().min(1).describe("Most tokens, input and output.").optional(),
  cost: z.number().positive().max(MAX_COST).describe("Most US dollars.").optional(),
});

/** Billionths of it are whole numbers that a number holds. */
const MAX_COST = 1_000_000;

const windowed = () =>
  z.strictObject({
    ...limitShape(),
    per: z.enum(["day", "month", "total"]).describe("Over which time, in UTC. Default total.").optional(),
  } satisfies Record<keyof WindowedBudgetLimit, z.ZodType>);

/** Schema of {@link BudgetLimits}, wherever they are given. */
export const budgetLimitsSchema = lazySchema(() =>
  z.strictObject({
    run: z
      .strictObject(limitShape() satisfies Record<keyof BudgetLimit, z.ZodType>)
      .describe("Of one run, with all that runs inside it.")
      .optional(),
    session: windowed().describe("Of one conversation.").optional(),
    user: windowed().describe("Of one user of the agent.").optional(),
  } satisfies Record<BudgetCap, z.ZodType>),
);

/** A limit as ledgers count; undefined when there is none. */
export function limitAmounts({ tokens, cost }: BudgetLimit): Partial<BudgetAmount> | undefined {
  if (tokens === undefined && cost === undefined) return undefined;
  return {
    ...(tokens !== undefined && { tokens }),
    ...(cost !== undefined && { nanoUsd: Math.floor(Number((cost * NANO_USD).toPrecision(15))) }),
  };
}
