import { PergolaError, type RetryPolicy } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createProviderRegistry } from "../provider-registry.ts";
import { createRetryBudget } from "../retry-budget.ts";
import type { ChatCompletion } from "./chat-model.ts";
import { createLlmResource } from "./create-llm-resource.ts";
import { DirectModel } from "./foreign-models.test-helper.ts";
import { loadLangChain } from "./langchain.ts";
import { createTestRun } from "./llm-binding.test-helper.ts";

// Loading takes real time, in which a clock that only tests move would have gone by.
beforeAll(async () => void (await loadLangChain()));

const done: ChatCompletion = { text: "ok", toolCalls: [], finishReason: { unified: "stop" } };

const failure = (code: string, details?: Record<string, unknown>) =>
  new PergolaError(code, { message: code, details });

/** A model that throws these in turn, then answers. */
function failing(errors: readonly unknown[]) {
  let next = 0;
  return new DirectModel(async () => {
    if (next < errors.length) throw errors[next++];
    return done;
  });
}

function setUp(model: DirectModel, retry: RetryPolicy = {}, retries = 6) {
  const clock = createVirtualClock();
  const run = createTestRun({ retryBudget: createRetryBudget(retries) });
  const llm = createLlmResource({
    registry: createProviderRegistry(),
    model,
    env: {},
    clock,
    random: () => 1,
    retry,
    // Out of the way: breakers have tests of their own.
    breaker: { failures: 1_000 },
  });
  return { clock, run, generate: () => llm.bind(run.binding).generate("hi") };
}

/** Starts a call and moves the clock until it is over. */
async function settle<T>(clock: ReturnType<typeof createVirtualClock>, work: Promise<T>) {
  const settled = Promise.allSettled([work]);
  await clock.advance(1_000_000);
  const [result] = await settled;
  return result;
}

describe("retries", () => {
  it.each(["MODEL_RATE_LIMITED", "MODEL_UNAVAILABLE", "MODEL_STREAM_BROKEN", "MODEL_TIMEOUT"])(
    "tries again after %s, at most twice by default",
    async (code) => {
      const model = failing([failure(code), failure(code), failure(code)]);
      const { clock, run, generate } = setUp(model);
      const result = await settle(clock, generate());
      expect(result).toMatchObject({ status: "rejected", reason: { code } });
      expect(model.directCalls).toHaveLength(3);
      expect(run.types()).toEqual(["model-started", "model-retried", "model-retried", "model-finished"]);
    },
  );

  it("answers when a retry succeeds, under the same callId", async () => {
    const { clock, run, generate } = setUp(failing([failure("MODEL_UNAVAILABLE")]));
    const result = await settle(clock, generate());
    expect(result).toMatchObject({ status: "fulfilled", value: { content: "ok" } });
    expect(run.events[1]).toEqual({
      type: "model-retried",
      callId: expect.any(String),
      step: "llm_0",
      attempt: 1,
      delayMs: 500,
      error: { code: "MODEL_UNAVAILABLE", message: "MODEL_UNAVAILABLE" },
    });
    expect(new Set(run.events.map((event) => "callId" in event && event.callId)).size).toBe(1);
  });

  it.each([
    "MODEL_AUTH",
    "MODEL_NOT_FOUND",
    "MODEL_BAD_REQUEST",
    "MODEL_CONTEXT_TOO_LONG",
    "MODEL_QUOTA_EXCEEDED",
    "MODEL_CONTENT_FILTERED",
    "MODEL_BAD_RESPONSE",
    "MODEL_FAILED",
  ])("does not repeat %s", async (code) => {
    const model = failing([failure(code)]);
    const { generate } = setUp(model);
    await expect(generate()).rejects.toMatchObject({ code });
    expect(model.directCalls).toHaveLength(1);
  });

  it("waits as the policy says, on the injected clock", async () => {
    const errors = [1, 2, 3].map(() => failure("MODEL_UNAVAILABLE"));
    const model = failing(errors);
    const { clock, generate } = setUp(model, {
      maxRetries: 3,
      backoffBaseMs: 100,
      backoffFactor: 3,
      maxBackoffMs: 400,
    });
    const work = generate();
    const calls: number[] = [];
    for (const byMs of [99, 1, 299, 1, 399, 1]) {
      await clock.advance(byMs);
      calls.push(model.directCalls.length);
    }
    expect(calls).toEqual([1, 2, 2, 3, 3, 4]);
    await expect(work).resolves.toMatchObject({ content: "ok" });
    expect(clock.pendingTimers).toBe(0);
  });

  it("waits as long as the vendor asks", async () => {
    const model = failing([failure("MODEL_RATE_LIMITED", { retryAfterMs: 7000 })]);
    const { clock, run, generate } = setUp(model);
    const work = generate();
    await clock.advance(6999);
    expect(model.directCalls).toHaveLength(1);
    await clock.advance(1);
    await expect(work).resolves.toMatchObject({ content: "ok" });
    expect(run.events[1]).toMatchObject({ type: "model-retried", delayMs: 7000 });
  });

  it("fails at once, and says so, when the vendor asks for longer than the policy allows", async () => {
    const model = failing([failure("MODEL_RATE_LIMITED", { retryAfterMs: 120_000 })]);
    const { clock, run, generate } = setUp(model, {}, 1);
    await expect(generate()).rejects.toMatchObject({
      code: "MODEL_RATE_LIMITED",
      message: expect.stringContaining("longer than maxBackoffMs (30000 ms)"),
      hint: expect.stringContaining("120 s"),
      details: { retryAfterMs: 120_000 },
    });
    expect(clock.pendingTimers).toBe(0);
    expect(run.binding.retryBudget.remaining).toBe(1);
  });

  it("lets retryIf decide", async () => {
    const model = failing([failure("MODEL_BAD_REQUEST")]);
    const { clock, generate } = setUp(model, {
      retryIf: (error) => (error as PergolaError).code === "MODEL_BAD_REQUEST",
    });
    expect(await settle(clock, generate())).toMatchObject({ status: "fulfilled" });
    expect(model.directCalls).toHaveLength(2);
  });

  it.each([
    ["that is true", async () => true],
    ["that is false", async () => false],
    ["that fails", () => Promise.reject(new Error("nobody listens"))],
  ])(
    "refuses a retryIf that gives a promise, %s, with the model's error as the cause",
    async (_, retryIf) => {
      const model = failing([failure("MODEL_UNAVAILABLE")]);
      const { run, generate } = setUp(model, { retryIf: retryIf as never });
      await expect(generate()).rejects.toMatchObject({
        code: "INVALID_RETRY_IF",
        message: expect.stringContaining("returned a promise"),
        cause: { code: "MODEL_UNAVAILABLE" },
      });
      expect(model.directCalls).toHaveLength(1);
      expect(run.binding.retryBudget.remaining).toBe(6);
      expect(run.types()).toEqual(["model-started", "model-finished"]);
      expect(run.events[1]).toMatchObject({ error: { code: "INVALID_RETRY_IF" } });
    },
  );

  it("says nothing twice: once a piece is out, the call fails", async () => {
    const model = new DirectModel(async (_request, { onDelta }) => {
      await onDelta({ type: "text", text: "half" });
      throw failure("MODEL_STREAM_BROKEN");
    });
    const { run, generate } = setUp(model);
    await expect(generate()).rejects.toMatchObject({ code: "MODEL_STREAM_BROKEN" });
    expect(model.directCalls).toHaveLength(1);
    expect(run.types()).toEqual(["model-started", "text-delta", "model-finished"]);
  });

  it("takes every retry from the run's one budget", async () => {
    const model = failing(Array.from({ length: 9 }, () => failure("MODEL_UNAVAILABLE")));
    const { clock, run, generate } = setUp(model, {}, 3);
    for (let call = 0; call < 3; call++) await settle(clock, generate());
    expect(model.directCalls).toHaveLength(3 + 3);
    expect(run.binding.retryBudget.remaining).toBe(0);
  });

  it("never makes more than 1 + maxRetries calls, nor more retries than the run has", async () => {
    const codes = fc.constantFrom(
      "MODEL_UNAVAILABLE",
      "MODEL_RATE_LIMITED",
      "MODEL_AUTH",
      "ok",
      "mid-stream",
    );
    const call = fc.array(codes, { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(call, { maxLength: 5 }),
        fc.nat(4),
        fc.nat(6),
        async (calls, maxRetries, retries) => {
          let outcomes: string[] = [];
          const model = new DirectModel(async (_request, { onDelta }) => {
            const outcome = outcomes.shift() ?? "ok";
            if (outcome === "ok") return done;
            if (outcome !== "mid-stream") throw failure(outcome);
            await onDelta({ type: "text", text: "half" });
            throw failure("MODEL_STREAM_BROKEN");
          });
          const { clock, run, generate } = setUp(model, { maxRetries }, retries);
          let retried = 0;
          for (const wanted of calls) {
            const before = model.directCalls.length;
            outcomes = [...wanted];
            await settle(clock, generate());
            const made = model.directCalls.length - before;
            expect(made).toBeLessThanOrEqual(1 + maxRetries);
            retried += made - 1;
          }
          expect(retried).toBeLessThanOrEqual(retries);
          expect(run.binding.retryBudget.remaining).toBe(retries - retried);
          expect(run.types().filter((type) => type === "model-retried")).toHaveLength(retried);
          expect(run.types().filter((type) => type === "model-finished")).toHaveLength(calls.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("stopping in a retry wait", () => {
  it("rejects at once with the reason, leaves no timer and makes no further call", async () => {
    const model = failing([failure("MODEL_UNAVAILABLE")]);
    const { clock, run, generate } = setUp(model);
    const work = generate();
    work.catch(() => undefined);
    await clock.advance(100);
    expect(clock.pendingTimers).toBe(1);
    const reason = new Error("enough");
    run.controller.abort(reason);
    await expect(work).rejects.toBe(reason);
    expect(clock.pendingTimers).toBe(0);
    await clock.advance(100_000);
    expect(model.directCalls).toHaveLength(1);
    expect(run.types()).toEqual(["model-started", "model-retried", "model-finished"]);
    expect(run.events[2]).toMatchObject({ error: { code: "ABORTED", message: "enough" } });
  });
});
