import { createInMemoryBudgetLedger, type ModelPrices } from "@pergola/resources";
import { entry, type LedgerEntry } from "../ledger.ts";
import { spending } from "../probes/spending.ts";

const withPrice = (price: object) =>
  spending({ prices: { "scripted:priced": { input: 1, output: 1, ...price } } as ModelPrices });

/** A limit of each kind, wherever limits may stand. */
export function budgetLimitEntries(
  prefix: string,
  observe: (limits: Parameters<typeof spending>[0]) => unknown,
): readonly LedgerEntry[] {
  return [
    entry(`${prefix}run.tokens`, [800, 900], (tokens) => observe({ run: { tokens } })),
    entry(`${prefix}run.cost`, [0.0008, 0.0009], (cost) => observe({ run: { cost } })),
    ...(["session", "user"] as const).flatMap((whose) => [
      entry(`${prefix}${whose}.tokens`, [900, 5_000], (tokens) => observe({ [whose]: { tokens } })),
      entry(`${prefix}${whose}.cost`, [0.0009, 0.005], (cost) => observe({ [whose]: { cost } })),
      entry(`${prefix}${whose}.per`, ["day", "total"] as const, (per) =>
        observe({ [whose]: { tokens: 700, per } }),
      ),
    ]),
  ];
}

export const agentBudget: readonly LedgerEntry[] = [
  ...budgetLimitEntries("budget.", (budget) => spending(budget)),
  entry("budget.prices.*.input", [1, 2], (input) => withPrice({ input })),
  entry("budget.prices.*.cachedInput", [0.1, 0.2], (cachedInput) => withPrice({ cachedInput })),
  entry("budget.prices.*.cacheWrite", [2, 3], (cacheWrite) => withPrice({ cacheWrite })),
  entry("budget.prices.*.output", [1, 2], (output) => withPrice({ output })),
  entry("budget.ledger", [300, 600], async (before) => {
    const ledger = createInMemoryBudgetLedger();
    const scope = { tenantId: "local", agentId: "agent", userId: "default" };
    await ledger.reserve({
      accounts: [{ account: { scope, period: "total" }, limit: {} }],
      base: { tokens: before, nanoUsd: 0 },
      unit: { tokens: 0, nanoUsd: 0 },
      minUnits: 0,
      maxUnits: 0,
    });
    return spending({ ledger, user: { tokens: 900 } });
  }),
];
