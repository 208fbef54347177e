import { createVirtualClock } from "@pergola/core/testing";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { defineTool } from "./define-tool.ts";
import { runTool } from "./run-tool.ts";
import type { Tool, ToolContext } from "./tool.ts";

const signal = new AbortController().signal;

function tool(
  execute: (input: { city: string; days: number }, context: ToolContext) => unknown,
  timeoutMs?: number,
): Tool {
  const input = z.object({ city: z.string().min(2), days: z.number().int().max(9).default(1) });
  return defineTool({ name: "weather", description: "Tells the weather.", input, timeoutMs, execute });
}

/** A tool that ends only when told to. */
function held() {
  const gate = Promise.withResolvers<string>();
  const seen = Promise.withResolvers<AbortSignal>();
  const subject = tool((_input, context) => {
    seen.resolve(context.signal);
    return gate.promise;
  }, 1_000);
  return { subject, gate, seen: seen.promise };
}

describe("runTool", () => {
  it("hands over checked arguments with their defaults, and the run", async () => {
    const execute = vi.fn(() => "sunny");
    const scope = { tenantId: "local", userId: "ada", agentId: "a" };
    const result = await runTool(tool(execute), { city: "Rome" }, { signal, runId: "r1", scope });
    expect(result).toMatchObject({ ok: true, value: "sunny", content: "sunny" });
    expect(execute).toHaveBeenCalledWith(
      { city: "Rome", days: 1 },
      {
        signal: expect.any(AbortSignal),
        runId: "r1",
        scope,
        invokeOptions: expect.objectContaining({ scope }),
        resource: expect.any(Function),
      },
    );
  });

  it("gives a tool the resources of the run, each for the time of the call", async () => {
    const resource = vi.fn((key: string) => `the ${key}`);
    const ask = tool((_input, context) => context.resource("archive"));
    expect(await runTool(ask, { city: "Rome" }, { signal, resource })).toMatchObject({
      value: "the archive",
    });
    expect(resource).toHaveBeenCalledWith("archive", expect.any(AbortSignal));
    expect(await runTool(ask, { city: "Rome" }, { signal })).toMatchObject({
      ok: false,
      error: { code: "TOOL_FAILED", cause: { code: "TOOL_NEEDS_RUN" } },
    });
  });

  it.each([
    ['{"city":"Rome"}', true],
    ["{oops", false],
    ["", false],
    [undefined, false],
  ])("reads arguments as they come off the wire: %j", async (raw, ok) => {
    const result = await runTool(
      tool(() => "sunny"),
      raw,
      { signal },
    );
    expect(result.ok).toBe(ok);
    if (!result.ok) expect(result.error.code).toBe("TOOL_INVALID_ARGUMENTS");
  });

  it("tells the model every argument that is wrong and what is expected", async () => {
    const execute = vi.fn();
    const result = await runTool(tool(execute), { city: 7, days: 20 }, { signal });
    expect(result.ok).toBe(false);
    expect(result.content).toContain("city: Invalid input: expected string, received number");
    expect(result.content).toMatch(/days: .*<=9/);
    expect(result.content).toContain("Call again with: city, days.");
    expect(execute).not.toHaveBeenCalled();
  });

  it("turns what a tool throws into a result, with the cause kept", async () => {
    const cause = new Error("no line");
    for (const execute of [
      () => Promise.reject(cause),
      () => {
        throw cause;
      },
    ]) {
      const result = await runTool(tool(execute), { city: "Rome" }, { signal });
      expect(result).toMatchObject({ ok: false, error: { code: "TOOL_FAILED", cause } });
      expect(result.content).toContain("no line");
    }
  });

  it("aborts the work of a tool whose time is over", async () => {
    const clock = createVirtualClock();
    const { subject, seen } = held();
    const result = runTool(subject, { city: "Rome" }, { signal, clock });
    const inner = await seen;
    await clock.advance(999);
    expect(inner.aborted).toBe(false);
    await clock.advance(1);
    expect(inner.reason).toMatchObject({ code: "TOOL_TIMEOUT" });
    expect(await result).toMatchObject({ ok: false, error: { code: "TOOL_TIMEOUT" }, latencyMs: 1_000 });
  });

  it.each(["resolves", "rejects"])(
    "leaves a tool behind that ignores its signal and later %s",
    async (later) => {
      const unhandled = vi.fn();
      process.on("unhandledRejection", unhandled);
      const clock = createVirtualClock();
      const { subject, gate, seen } = held();
      const result = runTool(subject, { city: "Rome" }, { signal, clock });
      await seen;
      await clock.advance(1_000);
      const settled = await result;
      if (later === "resolves") gate.resolve("late");
      else gate.reject(new Error("late"));
      await new Promise(setImmediate);
      process.off("unhandledRejection", unhandled);
      expect(settled).toMatchObject({ ok: false, error: { code: "TOOL_TIMEOUT" } });
      expect(unhandled).not.toHaveBeenCalled();
    },
  );

  it("rejects with the run's reason at once and passes it on", async () => {
    const clock = createVirtualClock();
    const controller = new AbortController();
    const { subject, seen } = held();
    const result = runTool(subject, { city: "Rome" }, { signal: controller.signal, clock });
    const inner = await seen;
    controller.abort(new Error("stop"));
    await expect(result).rejects.toThrow("stop");
    expect(inner.reason).toMatchObject({ message: "stop" });
    expect(clock.pendingTimers).toBe(0);
  });

  it("starts nothing when the run has been stopped", async () => {
    const execute = vi.fn();
    const stopped = AbortSignal.abort(new Error("stop"));
    await expect(runTool(tool(execute), { city: "Rome" }, { signal: stopped })).rejects.toThrow("stop");
    expect(execute).not.toHaveBeenCalled();
  });

  it("leaves no timer and no listener behind", async () => {
    const clock = createVirtualClock();
    const controller = new AbortController();
    const removed = vi.spyOn(controller.signal, "removeEventListener");
    await runTool(
      tool(() => "sunny"),
      { city: "Rome" },
      { signal: controller.signal, clock },
    );
    expect(clock.pendingTimers).toBe(0);
    expect(removed).toHaveBeenCalled();
  });

  it("writes values as JSON and says what JSON cannot hold", async () => {
    const content = async (value: unknown) =>
      (
        await runTool(
          tool(() => value),
          { city: "Rome" },
          { signal },
        )
      ).content;
    expect(await content({ a: [1] })).toBe('{"a":[1]}');
    expect(await content(undefined)).toBe("null");
    expect(await content(1n)).toContain("TOOL_RESULT_INVALID");
  });

  it("cuts a long result, with a mark and never inside a character", async () => {
    const result = await runTool(
      tool(() => "ab😀cd"),
      { city: "Rome" },
      { signal, maxResultChars: 3 },
    );
    expect(result.content).toBe("ab\n[cut: 2 of 6 characters are shown]");
    expect(result).toMatchObject({ value: "ab😀cd" });
  });
});
