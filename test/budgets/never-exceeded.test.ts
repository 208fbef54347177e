import { createAgent } from "@pergola/builders";
import { getRun } from "@pergola/core-steps";
import { openai } from "@pergola/llm-openai";
import type { BudgetLimit } from "@pergola/resources";
import fc from "fast-check";
import { expect, test } from "vitest";
import { BEHAVIOURS, PRICE, startCountingVendor, type VendorPlan } from "./counting-vendor.test-helper.ts";

const SUB_RUNS = 50;

const plan: fc.Arbitrary<VendorPlan> = fc.record({
  behaviour: fc.constantFrom(...BEHAVIOURS),
  part: fc.double({ min: 0, max: 1, noNaN: true }),
});

/** Tokens, money or both; from hardly one call to more than all of them need. */
const limit: fc.Arbitrary<BudgetLimit> = fc
  .record({
    tokens: fc.option(fc.integer({ min: 2_000, max: 60_000 }), { nil: undefined }),
    cost: fc.option(fc.integer({ min: 10_000, max: 300_000 }), { nil: undefined }),
  })
  .filter(({ tokens, cost }) => tokens !== undefined || cost !== undefined)
  .map(({ tokens, cost }) => ({
    ...(tokens !== undefined && { tokens }),
    ...(cost !== undefined && { cost: cost / 1_000_000 }),
  }));

/** 50 agents at once inside one run, each asking twice; some are stopped while their model hangs. */
async function runMany(plans: readonly VendorPlan[], run: BudgetLimit, whose: "run" | "user") {
  const vendor = await startCountingVendor((index) => plans[index % plans.length] as VendorPlan);
  const llm = ["one", "two"].map((model) => ({ provider: "openai", model, baseURL: vendor.baseURL }));
  const shared = {
    llm,
    providers: [openai({ maxTokens: 300, timeoutMs: 250 })],
    retry: { maxRetries: 3, backoffBaseMs: 1 },
    breaker: { failures: 1_000 },
  };
  const prices = { "openai:*": PRICE };
  await using child = await createAgent({ name: "child", ...shared, budget: { prices } })
    .withSteps([
      { step: "llm", config: {} },
      { step: "llm", config: {} },
    ])
    .build();
  const outcomes: string[] = [];
  const callMany = async (_: unknown, context: object) => {
    const { id: parentRunId, scope, signal, emit, budget } = getRun(context);
    const calls = Array.from({ length: SUB_RUNS }, async (_each, index) => {
      const stop = new AbortController();
      const own = AbortSignal.any([signal, stop.signal]);
      if (index % 5 === 0) setTimeout(() => stop.abort(new Error("enough")), 5 * index);
      const call = child.invoke(`task ${index}`, { scope, signal: own, parentRunId, emit, budget });
      outcomes.push(
        await call.then(
          () => "completed",
          (error: { code?: string }) => error.code ?? "stopped",
        ),
      );
    });
    await Promise.all(calls);
    return {};
  };
  await using agent = await createAgent({ ...shared, budget: { [whose]: run, prices } })
    .withStep("custom", { step: callMany })
    .build();
  await agent.run({});
  const { billed, requests } = vendor;
  await vendor.close();
  return { billed, requests, outcomes };
}

test.each(["run", "user"] as const)(
  "%s: 50 runs at once, with retries, fallbacks and stopped streams, are never billed more than their one budget",
  { timeout: 120_000 },
  async (whose) => {
    const seen = new Map<string, number>();
    const property = fc.asyncProperty(
      fc.array(plan, { minLength: 20, maxLength: 60 }),
      limit,
      async (plans, most) => {
        const { billed, requests, outcomes } = await runMany(plans, most, whose);
        expect(billed.tokens).toBeLessThanOrEqual(most.tokens ?? Number.POSITIVE_INFINITY);
        expect(billed.cost).toBeLessThanOrEqual(most.cost ?? Number.POSITIVE_INFINITY);
        expect(outcomes).toHaveLength(SUB_RUNS);
        for (const outcome of [...outcomes, ...(requests > 0 ? ["requests"] : [])])
          seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
      },
    );
    await fc.assert(property, { numRuns: 12, endOnFailure: true });
    // The property would hold of a budget that lets nothing pass.
    expect(seen.get("completed")).toBeGreaterThan(10);
    expect(seen.get("BUDGET_EXCEEDED")).toBeGreaterThan(10);
    expect(seen.get("stopped")).toBeGreaterThan(0);
  },
);
