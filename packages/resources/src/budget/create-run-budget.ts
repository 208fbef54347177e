import {
  type BudgetRequest,
  type BudgetReservation,
  type Clock,
  type RunBudget,
  systemClock,
  type Usage,
} from "@pergola/core";
import { toldUsage } from "../llm/told-usage.ts";
import { dearestInput, nanoUsdOf, nanoUsdOfUsage } from "../prices/cost-of.ts";
import { requireNumbers } from "../require-numbers.ts";
import { amountOf, type BudgetAmount, NO_AMOUNT } from "./budget-amount.ts";
import { budgetExceeded, budgetUnenforceable } from "./budget-errors.ts";
import type { BudgetLedger, WantedReservation } from "./budget-ledger.ts";
import type { RunCap } from "./run-caps.ts";

export interface RunBudgetOptions {
  readonly runId: string;
  readonly caps: readonly RunCap[];
  /** Of the run around this one: every call is taken from it, too. */
  readonly outer?: RunBudget | undefined;
  readonly clock?: Clock;
  /** Told when what was spent could not be written: it then counts as it was reserved. */
  readonly onUnsettled?: (error: unknown) => void;
}

/** The budget of a run; undefined when nothing limits it. */
export function createRunBudget(options: RunBudgetOptions): RunBudget | undefined {
  const { outer } = options;
  // An agent inside itself has one user: what is counted already would be counted twice.
  const caps = options.caps.filter((cap) => !CappedRunBudget.holds(outer, cap, options.clock));
  return caps.length === 0 ? outer : new CappedRunBudget({ ...options, caps });
}

/** What one ledger has reserved for a call. */
interface Held {
  readonly ledger: BudgetLedger;
  readonly id: string;
}

/** Fewest tokens of an answer that are worth paying the input for. */
const LEAST_OUTPUT = 16;

class CappedRunBudget implements RunBudget {
  readonly runIds: readonly string[];
  readonly #options: RunBudgetOptions;
  readonly #byLedger: ReadonlyMap<BudgetLedger, readonly RunCap[]>;

  constructor(options: RunBudgetOptions) {
    this.#options = options;
    this.runIds = [options.runId, ...(options.outer?.runIds ?? [])];
    this.#byLedger = Map.groupBy(options.caps, ({ ledger }) => ledger);
  }

  /** Whether a budget, or one around it, counts the same account against a limit that is no larger. */
  static holds(budget: RunBudget | undefined, cap: RunCap, clock: Clock = systemClock): boolean {
    if (budget === undefined || !(#options in budget)) return false;
    const { caps, outer } = budget.#options;
    return (
      caps.some((each) => isCoveredBy(cap, each, clock.now())) || CappedRunBudget.holds(outer, cap, clock)
    );
  }

  async reserve(request: BudgetRequest): Promise<BudgetReservation> {
    requireAmounts(request);
    this.#assertPriced(request);
    const base = inputAmount(request);
    const unit = outputAmount(request);
    const held: Held[] = [];
    let maxOutputTokens = request.maxOutputTokens;
    let outer: BudgetReservation | undefined;
    try {
      for (const [ledger, caps] of this.#byLedger) {
        const minUnits = Math.min(maxOutputTokens, request.minOutputTokens ?? LEAST_OUTPUT);
        const wanted = { base, unit, minUnits, maxUnits: maxOutputTokens };
        const { id, units } = await this.#reserveIn(ledger, caps, { ...wanted, model: request.model });
        held.push({ ledger, id });
        maxOutputTokens = units;
      }
      outer = await this.#options.outer?.reserve({ ...request, maxOutputTokens });
    } catch (error) {
      await this.#settle(held, NO_AMOUNT);
      throw error;
    }
    const most = outer?.maxOutputTokens ?? maxOutputTokens;
    let settling: Promise<void> | undefined;
    const settle = async (usage: Usage | undefined) => {
      const told = toldUsage(usage);
      const spent = told === undefined ? amountOf(base, unit, most) : usageAmount(told, request);
      await Promise.all([this.#settle(held, spent), outer?.settle(told)]);
    };
    return { maxOutputTokens: most, settle: (usage) => (settling ??= settle(usage)) };
  }

  /** @throws BUDGET_UNENFORCEABLE */
  #assertPriced({ model, price }: BudgetRequest): void {
    if (price !== undefined) return;
    const cap = this.#options.caps.find(({ limit }) => limit.nanoUsd !== undefined);
    if (cap === undefined) return;
    throw budgetUnenforceable("price-unknown", {
      model,
      message: `the ${cap.cap} has a budget in dollars, and nobody knows what this model costs.`,
      hint: `Say it in US dollars per million tokens, budget.prices: { "${model}": { input: 1, output: 4 } }, or limit tokens in the place of cost.`,
    });
  }

  async #reserveIn(
    ledger: BudgetLedger,
    caps: readonly RunCap[],
    { model, ...wanted }: Omit<WantedReservation, "accounts"> & { readonly model: string },
  ) {
    const { clock = systemClock, runId } = this.#options;
    const now = clock.now();
    const accounts = caps.map(({ account, limit }) => ({ account: account(now), limit }));
    const answer = await ledger.reserve({ ...wanted, accounts });
    if (answer.shortfall === undefined) return answer;
    const { shortfall } = answer;
    const { cap } = caps[shortfall.index] as RunCap;
    const { period } = accounts[shortfall.index]?.account ?? { period: "total" };
    throw budgetExceeded({ ...shortfall, cap, period, runId, model });
  }

  /** What cannot be written stays reserved: it never counts for less than it was. */
  async #settle(held: readonly Held[], spent: BudgetAmount): Promise<void> {
    const settled = await Promise.allSettled(held.map(({ ledger, id }) => ledger.settle(id, spent)));
    for (const each of settled) if (each.status === "rejected") this.#options.onUnsettled?.(each.reason);
  }
}

function isCoveredBy(cap: RunCap, other: RunCap, now: number): boolean {
  if (cap.ledger !== other.ledger) return false;
  const [{ scope, period }, { scope: of, period: over }] = [cap.account(now), other.account(now)];
  const ids = ["tenantId", "agentId", "userId", "sessionId"] as const;
  const units = ["tokens", "nanoUsd"] as const;
  return (
    period === over &&
    ids.every((id) => scope[id] === of[id]) &&
    units.every(
      (unit) =>
        (other.limit[unit] ?? Number.POSITIVE_INFINITY) <= (cap.limit[unit] ?? Number.POSITIVE_INFINITY),
    )
  );
}

/** Who calls a model by himself reserves by himself: less than nothing would be a gift. @throws PROVIDER_CONFIG_INVALID */
function requireAmounts({ inputTokens, maxOutputTokens, minOutputTokens = 0, price }: BudgetRequest): void {
  const { input = 0, cachedInput = 0, cacheWrite = 0, output = 0 } = price ?? {};
  requireNumbers("the budget of a run", {
    inputTokens: [inputTokens, "countFrom0"],
    maxOutputTokens: [maxOutputTokens, "countFrom1"],
    minOutputTokens: [minOutputTokens, "countFrom0"],
    input: [input, "dollars"],
    cachedInput: [cachedInput, "dollars"],
    cacheWrite: [cacheWrite, "dollars"],
    output: [output, "dollars"],
  });
}

function inputAmount({ inputTokens, price }: BudgetRequest): BudgetAmount {
  return {
    tokens: inputTokens,
    nanoUsd: price === undefined ? 0 : nanoUsdOf(inputTokens, dearestInput(price)),
  };
}

function outputAmount({ price }: BudgetRequest): BudgetAmount {
  return { tokens: 1, nanoUsd: price === undefined ? 0 : nanoUsdOf(1, price.output) };
}

function usageAmount(usage: Usage, { price }: BudgetRequest): BudgetAmount {
  const nanoUsd = price === undefined ? 0 : nanoUsdOfUsage(usage, price);
  return { tokens: usage.totalTokens, nanoUsd };
}
