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
  await expect(spend()).rejects.toMatchObject({
    details: { cap: "session", period: "2026-11-30" },
    hint: expect.stringContaining("the next day, by UTC"),
  });
  now += 1_000;
  await spend();
  expect((await shared.balance({ scope: user, period: "2026-12" })).spent.tokens).toBe(150);
  now += 86_400_000;
  await spend();
  now += 86_400_000;
  await expect(spend()).rejects.toMatchObject({
    details: { cap: "user", period: "2026-12", spent: 300 },
    hint: expect.stringContaining("the next month, by UTC"),
  });
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

const wrong = (usage: object) => ({ ...NO_USAGE, ...usage }) as never;

test.each([
  ["no number", wrong({ inputTokens: Number.NaN })],
  ["a text", wrong({ outputTokens: "12" })],
  ["less than nothing", wrong({ inputTokens: -5_000 })],
  ["a part of a token", wrong({ outputTokens: 0.5 })],
  ["endless", wrong({ inputTokens: Number.POSITIVE_INFINITY })],
  ["more than there is", wrong({ inputTokens: Number.MAX_SAFE_INTEGER })],
  ["not there", {} as never],
])("a usage that is %s counts as unknown, at the worst case", async (_, told) => {
  const { budgetOf, balanceOf } = setup();
  const price = { input: 1, output: 2 };
  const { budget } = budgetOf({ user: { tokens: 1_000, cost: 1 } });
  await (await budget.reserve({ ...REQUEST, price })).settle(told);
  expect(await balanceOf(user)).toEqual({
    spent: { tokens: 150, nanoUsd: 200_000 },
    reserved: { tokens: 0, nanoUsd: 0 },
  });
});

test("a usage beyond what was reserved counts in full, and so does what only its total tells", async () => {
  const { budgetOf, balanceOf } = setup();
  const price = { input: 1, output: 2 };
  const { budget } = budgetOf({ user: { tokens: 10_000, cost: 1 } });
  const thought = { inputTokens: 10, outputTokens: 20, totalTokens: 530 };
  await (await budget.reserve({ ...REQUEST, price })).settle(thought);
  expect((await balanceOf(user)).spent).toEqual({ tokens: 530, nanoUsd: 10 * 1_000 + 520 * 2_000 });
});

test.each([
  ["inputTokens", { inputTokens: -1_000 }],
  ["inputTokens", { inputTokens: Number.NaN }],
  ["maxOutputTokens", { maxOutputTokens: 0 }],
  ["maxOutputTokens", { maxOutputTokens: Number.POSITIVE_INFINITY }],
  ["minOutputTokens", { minOutputTokens: "1" }],
  ["output", { price: { input: 1, output: -1 } }],
])("a worst case that is none is refused by name: %s", async (path, over) => {
  const { budgetOf, balanceOf } = setup();
  const { budget } = budgetOf({ user: { tokens: 1_000 } });
  await expect(budget.reserve({ ...REQUEST, ...over } as never)).rejects.toMatchObject({
    code: "PROVIDER_CONFIG_INVALID",
    message: expect.stringContaining(path),
  });
  expect((await balanceOf(user)).reserved.tokens).toBe(0);
});

test("1 000 amounts that no sum of floats gets right stop at their limit, and use all of it", async () => {
  const { budgetOf, balanceOf } = setup();
  const { budget } = budgetOf({ user: { cost: 0.0001 } });
  // 0.1 of a millionth of a dollar each.
  const call = { model: "m", inputTokens: 0, maxOutputTokens: 1, price: { input: 0, output: 0.1 } };
  for (let index = 0; index < 1_000; index++)
    await (await budget.reserve(call)).settle({ inputTokens: 0, outputTokens: 1, totalTokens: 1 });
  expect((await balanceOf(user)).spent.nanoUsd).toBe(100_000);
  await expect(budget.reserve(call)).rejects.toMatchObject({
    code: "BUDGET_EXCEEDED",
    details: { spent: 0.0001, reserved: 0, limit: 0.0001, needed: 0.0000001 },
  });
});
