import { createScope, NO_USAGE, type RunBudget, type Scope, systemClock } from "@pergola/core";
import { expect, test } from "vitest";
import type { BudgetLimits } from "./budget-limits.ts";
import { createRunBudget } from "./create-run-budget.ts";
import { createInMemoryBudgetLedger } from "./in-memory-budget-ledger.ts";
import { runCaps } from "./run-caps.ts";

const ada = createScope({ tenantId: "t", userId: "ada", agentId: "helper", sessionId: "s" });
const user: Scope = { tenantId: "t", userId: "ada", agentId: "helper" };
const REQUEST = { model: "m", inputTokens: 100, maxOutputTokens: 50 };
const usage = { inputTokens: 10, outputTokens: 5, totalTokens: 15 };

function setup() {
  const shared = createInMemoryBudgetLedger();
  const budgetOf = (
    limits: BudgetLimits,
    { outer, scope = ada }: { outer?: RunBudget; scope?: Scope } = {},
  ) => {
    const own = createInMemoryBudgetLedger();
    const budget = createRunBudget({
      runId: scope.agentId,
      outer,
      caps: runCaps(limits, { scope, own, shared }),
    });
    return { budget: budget as RunBudget, own };
  };
  const balanceOf = (scope: Scope, period = "total") => shared.balance({ scope, period });
  return { shared, budgetOf, balanceOf };
}

test("nothing limited is no budget; what is around it stays", () => {
  const { budgetOf } = setup();
  const { budget: outer } = budgetOf({ run: { tokens: 1 } });
  expect(budgetOf({}).budget).toBeUndefined();
  expect(budgetOf({}, { outer }).budget).toBe(outer);
});

test("a call is taken from the run, its session, its user and the run around it, and put right in all of them", async () => {
  const { budgetOf, balanceOf } = setup();
  const outer = budgetOf({ user: { tokens: 5_000 } }, { scope: { ...user, agentId: "boss" } });
  const limits = { run: { tokens: 1_000 }, session: { tokens: 900 }, user: { tokens: 800 } };
  const { budget, own } = budgetOf(limits, { outer: outer.budget });
  expect(budget.runIds).toEqual(["helper", "boss"]);
  const { maxOutputTokens, settle } = await budget.reserve(REQUEST);
  expect(maxOutputTokens).toBe(50);
  const scopes = [ada, user, { ...user, agentId: "boss" }];
  for (const scope of scopes) expect((await balanceOf(scope)).reserved.tokens).toBe(150);
  await Promise.all([settle(usage), settle(usage)]);
  for (const scope of scopes)
    expect(await balanceOf(scope)).toMatchObject({ spent: { tokens: 15 }, reserved: { tokens: 0 } });
  expect((await own.balance({ scope: ada, period: "total" })).spent.tokens).toBe(15);
});

test("the answer is as long as the smallest of them can pay, and unknown usage counts as much", async () => {
  const { budgetOf, balanceOf } = setup();
  const outer = budgetOf({ user: { tokens: 130 } }, { scope: { ...user, agentId: "boss" } });
  const { budget, own } = budgetOf(
    { run: { tokens: 1_000 }, user: { tokens: 140 } },
    { outer: outer.budget },
  );
  const { maxOutputTokens, settle } = await budget.reserve(REQUEST);
  expect(maxOutputTokens).toBe(30);
  await settle(undefined);
  expect((await own.balance({ scope: ada, period: "total" })).spent.tokens).toBe(130);
  expect((await balanceOf(user)).spent.tokens).toBe(130);
});

test("what one of them refuses is taken from none", async () => {
  const { budgetOf, balanceOf } = setup();
  const outer = budgetOf({ user: { tokens: 110 } }, { scope: { ...user, agentId: "boss" } });
  const { budget, own } = budgetOf(
    { run: { tokens: 1_000 }, user: { tokens: 1_000 } },
    { outer: outer.budget },
  );
  await expect(budget.reserve(REQUEST)).rejects.toMatchObject({
    code: "BUDGET_EXCEEDED",
    details: { cap: "user", limit: 110, needed: 116, runId: "boss" },
  });
  const nothing = { spent: { tokens: 0 }, reserved: { tokens: 0 } };
  expect(await balanceOf(user)).toMatchObject(nothing);
  expect(await own.balance({ scope: ada, period: "total" })).toMatchObject(nothing);
});

test("an account that the run around it counts already is counted once, unless its limit is smaller here", async () => {
  const { budgetOf, balanceOf } = setup();
  const limits = { user: { tokens: 1_000 } };
  const outer = budgetOf(limits);
  const { budget } = budgetOf(limits, { outer: outer.budget });
  expect(budget).toBe(outer.budget);
  const further = budgetOf({ run: { tokens: 5_000 }, ...limits }, { outer: outer.budget });
  await (await further.budget.reserve(REQUEST)).settle(usage);
  expect((await balanceOf(user)).spent.tokens).toBe(15);
  const smaller = budgetOf({ user: { tokens: 120 } }, { outer: outer.budget });
  await expect(smaller.budget.reserve(REQUEST)).rejects.toMatchObject({ details: { limit: 120 } });
});

test("days and months begin anew, in UTC", async () => {
  let now = Date.parse("2026-11-30T23:59:59Z");
  const clock = { ...systemClock, now: () => now };
  const shared = createInMemoryBudgetLedger();
  const limits = { session: { tokens: 200, per: "day" }, user: { tokens: 330, per: "month" } } as const;
  const caps = runCaps(limits, { scope: ada, own: shared, shared });
  const budget = createRunBudget({ runId: "r", caps, clock }) as RunBudget;
  const spend = async () => (await budget.reserve(REQUEST)).settle(undefined);
  await spend();
  await expect(spend()).rejects.toMatchObject({ details: { cap: "session", period: "2026-11-30" } });
  now += 1_000;
  await spend();
  expect((await shared.balance({ scope: user, period: "2026-12" })).spent.tokens).toBe(150);
  now += 86_400_000;
  await spend();
  now += 86_400_000;
  await expect(spend()).rejects.toMatchObject({ details: { cap: "user", period: "2026-12", spent: 300 } });
});

test("what cannot be written is told, and fails no call", async () => {
  const shared = createInMemoryBudgetLedger();
  const broken = {
    ...shared,
    reserve: shared.reserve.bind(shared),
    settle: () => Promise.reject(new Error("full disk")),
  };
  const told: unknown[] = [];
  const caps = runCaps({ user: { tokens: 1_000 } }, { scope: ada, own: shared, shared: broken as never });
  const budget = createRunBudget({ runId: "r", caps, onUnsettled: (error) => told.push(error) });
  await (await budget?.reserve(REQUEST))?.settle(NO_USAGE);
  expect(told).toEqual([new Error("full disk")]);
  expect((await shared.balance({ scope: user, period: "total" })).reserved.tokens).toBe(150);
});
