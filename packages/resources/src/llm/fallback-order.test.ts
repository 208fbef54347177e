import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { loadCockatiel } from "../breaker/load-cockatiel.ts";
import { failure, settle, setUp } from "./fallback.test-helper.ts";
import { DirectModel } from "./foreign-models.test-helper.ts";
import { loadLangChain } from "./langchain.ts";

// Loading takes real time, in which a clock that only tests move would have gone by.
beforeAll(async () => void (await Promise.all([loadLangChain(), loadCockatiel()])));

it("never asks twice what was said once, and makes no more requests than calls and budget allow", async () => {
  const outcome = fc.constantFrom(
    "ok",
    "mid-stream",
    "MODEL_UNAVAILABLE",
    "MODEL_AUTH",
    "MODEL_BAD_REQUEST",
    "MODEL_RATE_LIMITED",
  );
  const script = fc.array(outcome, { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(script, { minLength: 1, maxLength: 4 }),
      fc.record({
        calls: fc.integer({ min: 1, max: 4 }),
        maxRetries: fc.nat(3),
        budget: fc.nat(8),
        failures: fc.integer({ min: 1, max: 6 }),
      }),
      async (scripts, { calls, maxRetries, budget, failures }) => {
        let requests = 0;
        const models = scripts.map((outcomes) => {
          const left = [...outcomes];
          return new DirectModel(async (_request, { onDelta }) => {
            requests += 1;
            const next = left.shift() ?? "ok";
            if (next !== "ok" && next !== "mid-stream") throw failure(next);
            await onDelta({ type: "text", text: "x" });
            if (next === "mid-stream") throw failure("MODEL_STREAM_BROKEN");
            return { text: "x", toolCalls: [], finishReason: { unified: "stop" } };
          });
        });
        const { clock, run, generate } = setUp(
          models,
          { retry: { maxRetries }, breaker: { failures } },
          budget,
        );
        let asking = 0;
        for (let call = 0; call < calls; call++) {
          const [before, said] = [requests, run.text().length];
          await settle(clock, generate());
          if (requests > before) asking += 1;
          expect(requests - before).toBeLessThanOrEqual(maxRetries + models.length);
          expect(run.text().length - said).toBeLessThanOrEqual(1);
        }
        expect(requests).toBeLessThanOrEqual(calls + budget);
        const spent = budget - run.binding.retryBudget.remaining;
        expect(requests).toBe(asking + spent);
        expect(run.types().filter((type) => type === "model-finished")).toHaveLength(calls);
      },
    ),
    { numRuns: 150 },
  );
});
