import { createVirtualClock } from "@pergola/core/testing";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { defineTool, runTool, type Tool, toolErrors } from "./index.ts";

const signal = new AbortController().signal;
const retry = { maxRetries: 2, backoffBaseMs: 0, jitter: false };

/** A tool that throws these before it answers with how often it was called. */
function failing(errors: readonly unknown[], more: Partial<Tool> = {}) {
  const execute = vi.fn(() => {
    const error = errors[execute.mock.calls.length - 1];
    if (error !== undefined) throw error;
    return execute.mock.calls.length;
  });
  const tool = defineTool({
    name: "flaky",
    description: "Fails.",
    input: z.object({ n: z.number().optional() }),
    retry,
    ...more,
    execute,
  });
  return { tool, execute };
}

const broken = () => new Error("no line");

describe("a tool with a retry policy", () => {
  it("is called again until it answers", async () => {
    const { tool, execute } = failing([broken(), broken()]);
    const onRetry = vi.fn();
    expect(await runTool(tool, {}, { signal, onRetry })).toMatchObject({ ok: true, value: 3 });
    expect(execute).toHaveBeenCalledTimes(3);
    expect(onRetry.mock.calls.map(([{ attempt, delayMs }]) => [attempt, delayMs])).toEqual([
      [1, 0],
      [2, 0],
    ]);
  });

  it("gives up after as many retries as it may, with the last error", async () => {
    const { tool, execute } = failing([broken(), broken(), new Error("the last"), broken()]);
    const result = await runTool(tool, {}, { signal });
    expect(result).toMatchObject({
      ok: false,
      error: { code: "TOOL_FAILED", cause: { message: "the last" } },
    });
    expect(execute).toHaveBeenCalledTimes(3);
  });

  it("takes retries from the run's budget, and none that is not there", async () => {
    const { tool, execute } = failing([broken(), broken()]);
    let remaining = 1;
    const retryBudget = { remaining, take: () => remaining-- > 0 };
    expect(await runTool(tool, {}, { signal, retryBudget })).toMatchObject({ ok: false });
    expect(execute).toHaveBeenCalledTimes(2);
  });

  it("has its whole time in each attempt", async () => {
    const clock = createVirtualClock();
    let calls = 0;
    const tool = defineTool({
      name: "slow",
      description: "Slow.",
      input: z.object({}),
      timeoutMs: 100,
      retry,
      execute: () => (++calls === 3 ? "done" : new Promise<string>(() => {})),
    });
    const result = runTool(tool, {}, { signal, clock });
    await clock.advance(100);
    await clock.advance(100);
    expect(await result).toMatchObject({ ok: true, value: "done", latencyMs: 200 });
  });

  it.each([
    ["arguments that are wrong", {}, { n: "one" }, 0],
    ["a mistake in its code", { errors: [new ReferenceError("x")] }, {}, 1],
    [
      "a coded error, which would come again",
      { errors: [toolErrors.create("UNKNOWN_UNIT", { message: "x" })] },
      {},
      1,
    ],
    ["what its retryIf refuses", { errors: [broken()], retry: { ...retry, retryIf: () => false } }, {}, 1],
  ])(
    "is not called again for %s",
    async (_, { errors = [], ...more }: { errors?: unknown[] } & Partial<Tool>, given, calls) => {
      const { tool, execute } = failing(errors, more);
      expect(await runTool(tool, given, { signal })).toMatchObject({ ok: false });
      expect(execute).toHaveBeenCalledTimes(calls);
    },
  );

  it("never asks retryIf about arguments that are wrong", async () => {
    const retryIf = vi.fn(() => true);
    const { tool } = failing([], { retry: { ...retry, retryIf } });
    expect(await runTool(tool, { n: "one" }, { signal })).toMatchObject({ ok: false });
    expect(retryIf).not.toHaveBeenCalled();
  });

  it("asks retryIf about what the tool threw", async () => {
    const retryIf = vi.fn((error: unknown) => (error as Error).message === "again");
    const { tool } = failing([new Error("again"), new Error("never")], { retry: { ...retry, retryIf } });
    expect(await runTool(tool, {}, { signal })).toMatchObject({ ok: false });
    expect(retryIf.mock.calls.map(([error]) => (error as Error).message)).toEqual(["again", "never"]);
  });

  it("ends its wait with the run", async () => {
    const clock = createVirtualClock();
    const stop = new AbortController();
    const { tool, execute } = failing([broken()], { retry: { maxRetries: 1, backoffBaseMs: 1_000 } });
    const result = runTool(
      tool,
      {},
      { signal: stop.signal, clock, onRetry: () => stop.abort(new Error("stop")) },
    );
    await expect(result).rejects.toThrow("stop");
    expect(execute).toHaveBeenCalledTimes(1);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe("a retry policy", () => {
  it.each([-1, 0.5, Number.NaN])("is refused with %d retries", (maxRetries) => {
    expect(() => failing([], { retry: { maxRetries } })).toThrowError(
      expect.objectContaining({ code: "TOOL_INVALID" }),
    );
  });

  it("takes a fetch that failed for something that may pass", async () => {
    const { tool, execute } = failing([new TypeError("fetch failed")]);
    expect(await runTool(tool, {}, { signal })).toMatchObject({ ok: true });
    expect(execute).toHaveBeenCalledTimes(2);
  });
});

describe("a tool that changes something", () => {
  it.each(["write", "dangerous"] as const)("is refused with retries: %s", (sideEffect) => {
    expect(() => failing([], { sideEffect })).toThrowError(
      expect.objectContaining({ code: "TOOL_INVALID", hint: expect.stringContaining("isIdempotent: true") }),
    );
  });

  it.each(["write", "dangerous"] as const)(
    "is never called again, also if nobody has checked it: %s",
    async (sideEffect) => {
      const { tool, execute } = failing([broken()]);
      expect(await runTool({ ...tool, sideEffect }, {}, { signal })).toMatchObject({ ok: false });
      expect(execute).toHaveBeenCalledTimes(1);
    },
  );

  it("is called again when it says that a second call changes nothing more", async () => {
    const { tool, execute } = failing([broken()], { sideEffect: "write", isIdempotent: true });
    expect(await runTool(tool, {}, { signal })).toMatchObject({ ok: true });
    expect(execute).toHaveBeenCalledTimes(2);
  });

  it("can be one that only reads, and must not be called twice", async () => {
    const { tool, execute } = failing([broken()]);
    expect(await runTool({ ...tool, isIdempotent: false }, {}, { signal })).toMatchObject({ ok: false });
    expect(execute).toHaveBeenCalledTimes(1);
  });
});
