import type { RunBudget, Scope } from "@pergola/core";
import {
  type BudgetAccount,
  type BudgetAmount,
  type BudgetLedger,
  type BudgetLimits,
  createInMemoryBudgetLedger,
  createRunBudget,
  runCaps,
} from "@pergola/resources";
import type { AgentParts } from "../agent/agent-parts.ts";
import { builderErrors } from "../errors.ts";
import type { RunSpending } from "./run-spending.ts";

export interface RunSpendingOptions {
  readonly scope: Scope;
  readonly runId: string;
  /** Given with the call. */
  readonly limits?: BudgetLimits | undefined;
  /** Of the run around this one. */
  readonly outer?: RunBudget | undefined;
  /** What a resumed run has spent before. */
  readonly before?: BudgetAmount | undefined;
}

/** The agent's limits, those of the call, and those of the run around it: all of them hold. @throws INVALID_CALL_OPTIONS */
export function spendingOfRun(parts: AgentParts, options: RunSpendingOptions): RunSpending {
  const { limits, outer, scope, runId, before } = options;
  const { budget: settings } = parts.definition;
  if (settings === undefined && limits === undefined)
    return outer === undefined ? UNLIMITED : { budget: outer };
  if (limits?.session !== undefined && scope.sessionId === undefined) throw noSession();
  const all = [settings, limits].filter((each) => each !== undefined);
  if (!all.some(isLimited)) return { budget: outer };
  const own = createInMemoryBudgetLedger({ maxAccounts: 1 });
  const account = { scope, period: "total" };
  if (before !== undefined) begin(own, account, before);
  const shared = all.some(({ session, user }) => session !== undefined || user !== undefined)
    ? parts.ledger()
    : own;
  const { clock, logger } = parts;
  const budget = createRunBudget({
    runId,
    outer,
    clock,
    caps: all.flatMap((each) => runCaps(each, { scope, own, shared })),
    onUnsettled: (error) => logger.warn("What a model call cost could not be written.", { runId, error }),
  });
  return {
    budget,
    callBudget: limits,
    async spent() {
      const { spent, reserved } = await own.balance(account);
      return { tokens: spent.tokens + reserved.tokens, nanoUsd: spent.nanoUsd + reserved.nanoUsd };
    },
  };
}

const UNLIMITED: RunSpending = Object.freeze({ budget: undefined });

const isLimited = ({ run, session, user }: BudgetLimits) =>
  run !== undefined || session !== undefined || user !== undefined;

/** A limit that would never hold. */
function noSession() {
  return builderErrors.create("INVALID_CALL_OPTIONS", {
    message: "budget.session: the run has no session whose spending could be counted.",
    hint: "Limit the run or the user, or make it a chat turn of an agent with memory.",
    details: { option: "budget" },
  });
}

/** It stays reserved: that counts like spent, and is done at once. */
function begin(ledger: BudgetLedger, account: BudgetAccount, base: BudgetAmount): void {
  const unit = { tokens: 0, nanoUsd: 0 };
  void ledger.reserve({ accounts: [{ account, limit: {} }], base, unit, minUnits: 0, maxUnits: 0 });
}
