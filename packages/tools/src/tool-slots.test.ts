import { createVirtualClock } from "@pergola/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createToolSlots, defineTool, runTool } from "./index.ts";

/** A tool whose calls end when they are told to. */
function held(concurrency?: number) {
  const open: { readonly end: () => void; readonly n: number }[] = [];
  const began: number[] = [];
  const tool = defineTool({
    name: "held",
    description: "Waits.",
    input: z.object({ n: z.number() }),
    timeoutMs: 100,
    concurrency,
    execute: ({ n }, { signal }) =>
      new Promise<number>((resolve, reject) => {
        began.push(n);
        open.push({ n, end: () => resolve(n) });
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      }),
  });
  return { tool, open, began };
}

/** Time stands still where it does not matter. */
const stopped = createVirtualClock();
const settled = () => new Promise(setImmediate);
const { signal } = new AbortController();

describe("the concurrency of a tool", () => {
  it("is kept, and whoever came first goes first", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        async (concurrency, ends) => {
          const { tool, open, began } = held(concurrency);
          const slots = createToolSlots();
          const calls = ends.map((_, n) => runTool(tool, { n }, { signal, slots, clock: stopped }));
          for (const end of ends) {
            await settled();
            expect(open.length).toBeLessThanOrEqual(concurrency);
            open.splice(end % Math.max(1, open.length), 1)[0]?.end();
          }
          const values = (await Promise.all(calls)).map((result) => result.ok && result.value);
          expect(values).toEqual(ends.map((_, n) => n));
          expect(began).toEqual(values);
        },
      ),
    );
  });

  it("is no limit where there is none, and none between agents", async () => {
    const free = held();
    const slots = createToolSlots();
    for (let n = 0; n < 20; n++) void runTool(free.tool, { n }, { signal, slots, clock: stopped });
    const one = held(1);
    void runTool(one.tool, { n: 1 }, { signal, slots, clock: stopped });
    void runTool(one.tool, { n: 2 }, { signal, slots: createToolSlots(), clock: stopped });
    await settled();
    expect([free.open.length, one.open.length]).toEqual([20, 2]);
    for (const { end } of [...free.open, ...one.open]) end();
  });

  it("does not count the wait as the call's time, and a call that overstays gives its place away", async () => {
    const clock = createVirtualClock();
    const { tool, open } = held(1);
    const slots = createToolSlots();
    const first = runTool(tool, { n: 1 }, { signal, slots, clock });
    const second = runTool(tool, { n: 2 }, { signal, slots, clock });
    await settled();
    await clock.advance(100);
    expect(await first).toMatchObject({ ok: false, error: { code: "TOOL_TIMEOUT" } });
    await settled();
    await clock.advance(99);
    open.at(-1)?.end();
    expect(await second).toMatchObject({ ok: true, value: 2 });
  });

  it("lets a run that stops leave the line, and goes on with the next", async () => {
    const { tool, open, began } = held(1);
    const slots = createToolSlots();
    const stop = new AbortController();
    const first = runTool(tool, { n: 1 }, { signal, slots, clock: stopped });
    const left = runTool(tool, { n: 2 }, { signal: stop.signal, slots, clock: stopped });
    const third = runTool(tool, { n: 3 }, { signal, slots, clock: stopped });
    await settled();
    stop.abort(new Error("stop"));
    await expect(left).rejects.toThrow("stop");
    open[0]?.end();
    await first;
    await settled();
    open[1]?.end();
    expect(await third).toMatchObject({ value: 3 });
    expect(began).toEqual([1, 3]);
  });

  it("has its place again for a retry", async () => {
    let calls = 0;
    const tool = defineTool({
      name: "flaky",
      description: "Fails once.",
      input: z.object({}),
      concurrency: 1,
      retry: { maxRetries: 1, backoffBaseMs: 0 },
      execute: () => {
        if (++calls === 1) throw new Error("once");
        return "fine";
      },
    });
    expect(await runTool(tool, {}, { signal, slots: createToolSlots() })).toMatchObject({ value: "fine" });
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses %d", (concurrency) => {
    expect(() => held(concurrency)).toThrowError(expect.objectContaining({ code: "TOOL_INVALID" }));
  });
});
