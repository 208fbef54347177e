import { createVirtualClock } from "@pergola/core/testing";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { down, setUp } from "./breaker.test-helper.ts";
import { createBreaker } from "./create-breaker.ts";
import { loadCockatiel } from "./load-cockatiel.ts";

// Loading takes real time, in which a clock that only tests move would have gone by.
beforeAll(async () => void (await loadCockatiel()));

describe("a breaker", () => {
  it("goes from closed to open to half-open to closed, with one probe", async () => {
    const { clock, breaker, changes, failTimes, succeed, calls } = setUp();
    await failTimes(4);
    expect(breaker.snapshot()).toEqual({ name: "acme", state: "closed", failures: 4 });
    await failTimes(1);
    expect(breaker.snapshot()).toEqual({ name: "acme", state: "open", failures: 5, openUntil: 1_030_000 });
    expect(await succeed()).toBe("CIRCUIT_OPEN");
    await clock.advance(29_999);
    expect(await succeed()).toBe("CIRCUIT_OPEN");
    expect(calls()).toBe(5);
    await clock.advance(1);
    expect(breaker.isOpen).toBe(false);
    expect(await succeed()).toBe("ok");
    expect(calls()).toBe(6);
    expect(breaker.snapshot()).toEqual({ name: "acme", state: "closed", failures: 0 });
    expect(changes.map(({ state }) => state)).toEqual(["open", "half-open", "closed"]);
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("a bad listener");
      },
    ],
    ["rejects", () => Promise.reject(new Error("a bad listener"))],
  ])("goes its way whatever is told of it: a listener that %s", async (_how, onChange) => {
    const { clock, breaker } = setUp({ failures: 1, resetMs: 100 });
    await expect(breaker.run(() => Promise.reject(down), { onChange })).rejects.toBe(down);
    await clock.advance(100);
    expect(await breaker.run(async () => "fine", { onChange })).toBe("fine");
    expect(breaker.snapshot()).toMatchObject({ state: "closed" });
  });

  it("lets exactly one call try, refuses the others at once, and opens for as long again when it fails", async () => {
    const { clock, breaker, call, failTimes, succeed, calls } = setUp({ failures: 2, resetMs: 100 });
    await failTimes(2);
    await clock.advance(100);
    const trial = Promise.withResolvers<void>();
    const probing = call(() => trial.promise);
    expect(breaker.snapshot().state).toBe("half-open");
    expect(await Promise.all(Array.from({ length: 20 }, succeed))).toEqual(Array(20).fill("CIRCUIT_OPEN"));
    expect(calls()).toBe(3);
    trial.reject(down);
    expect(await probing).toBe(down.message);
    expect(breaker.snapshot()).toMatchObject({ state: "open", openUntil: clock.now() + 100 });
    await clock.advance(99);
    expect(await succeed()).toBe("CIRCUIT_OPEN");
    await clock.advance(1);
    expect(await succeed()).toBe("ok");
  });

  it.each([-86_400_000, 86_400_000])(
    "stays open as long as it says when the clock is set by %d ms",
    async (byMs) => {
      const virtual = createVirtualClock(1e12);
      let setBy = 0;
      const clock = { ...virtual, now: () => virtual.now() + setBy };
      const { breaker, failTimes, succeed } = setUp({ failures: 1, clock });
      await failTimes(1);
      setBy = byMs;
      await virtual.advance(29_999);
      expect([breaker.isOpen, await succeed()]).toEqual([true, "CIRCUIT_OPEN"]);
      await virtual.advance(1);
      expect([breaker.isOpen, await succeed()]).toEqual([false, "ok"]);
    },
  );

  it("says until when, what failed, and what to do", async () => {
    const { breaker, failTimes } = setUp({ failures: 1 });
    await failTimes(1);
    await expect(breaker.run(async () => 1)).rejects.toMatchObject({
      code: "CIRCUIT_OPEN",
      message: expect.stringMatching(
        /acme failed once, so.*until 1970-01-01T00:17:10.000Z.*the service is down/,
      ),
      hint: expect.stringContaining("fall back"),
      details: { name: "acme", failures: 1, openUntil: 1_030_000 },
      cause: down,
    });
  });

  it("counts failures in a row only", async () => {
    const { breaker, failTimes, succeed } = setUp({ failures: 3 });
    for (let round = 0; round < 5; round++) {
      await failTimes(2);
      await succeed();
    }
    expect(breaker.snapshot()).toMatchObject({ state: "closed", failures: 0 });
  });

  it.each([
    ["database", 3],
    ["memory", 3],
    ["storage", 2],
    ["llm", 5],
  ])("of a resource of category %s opens after %d failures", async (category, failures) => {
    const { breaker, failTimes } = setUp({ category });
    await failTimes(failures - 1);
    expect(breaker.isOpen).toBe(false);
    await failTimes(1);
    expect(breaker.isOpen).toBe(true);
  });

  it("counts no stop and no fault of the caller", async () => {
    const mine = Object.assign(new Error("a bad request"), { code: "MINE" });
    const { breaker, call } = setUp({
      failures: 1,
      judge: (error) => (error === mine ? "answered" : "failed"),
    });
    expect(await call(() => Promise.reject(mine))).toBe("MINE");
    const stop = new AbortController();
    const stopped = call(() => {
      stop.abort();
      return Promise.reject(down);
    }, stop.signal);
    await stopped;
    expect(breaker.snapshot()).toEqual({ name: "acme", state: "closed", failures: 0 });
  });

  it("does not listen to calls that began before it opened", async () => {
    const { clock, breaker, call, failTimes } = setUp({ failures: 2 });
    const [slow, late] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const calls = [call(() => slow.promise), call(() => late.promise)];
    await failTimes(2);
    const { openUntil } = breaker.snapshot();
    await clock.advance(10);
    slow.resolve();
    late.reject(down);
    await Promise.all(calls);
    expect(breaker.snapshot()).toMatchObject({ state: "open", openUntil });
  });

  it("opens also when nobody has loaded what counts, and many fail at the same time", async () => {
    const { breaker, fail, succeed, calls } = setUp();
    await Promise.all(Array.from({ length: 12 }, fail));
    expect(await succeed()).toBe("CIRCUIT_OPEN");
    expect(calls()).toBe(12);
    expect(breaker.isOpen).toBe(true);
  });

  it.each([{ failures: 0 }, { failures: 1.5 }, { resetMs: -1 }, { failures: "3", resetMs: Number.NaN }])(
    "refuses %o, every defect at once",
    (settings) => {
      expect(() => createBreaker({ name: "acme", ...settings } as never)).toThrow(
        expect.objectContaining({
          code: "BREAKER_SETTINGS_INVALID",
          details: expect.objectContaining({
            problems: Object.keys(settings).map((key) => expect.objectContaining({ path: [key] })),
          }),
        }),
      );
    },
  );

  it("does as a plain reference does, in any order of successes, failures and time", async () => {
    const command = fc.oneof(
      { weight: 3, arbitrary: fc.constant("fail" as const) },
      { weight: 2, arbitrary: fc.constant("ok" as const) },
      fc.integer({ min: 1, max: 150 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(command, { maxLength: 60 }),
        fc.integer({ min: 1, max: 4 }),
        async (commands, failures) => {
          const { clock, breaker, fail, succeed, calls } = setUp({ failures, resetMs: 100 });
          let [inRow, until, made] = [0, -1, 0];
          for (const next of commands) {
            if (typeof next === "number") await clock.advance(next);
            else {
              const isRefused = inRow >= failures && clock.now() < until;
              const result = await (next === "fail" ? fail() : succeed());
              expect(result === "CIRCUIT_OPEN").toBe(isRefused);
              if (isRefused) continue;
              made += 1;
              inRow = next === "fail" ? inRow + 1 : 0;
              if (inRow >= failures) until = clock.now() + 100;
            }
            expect(calls()).toBe(made);
            expect(breaker.isOpen).toBe(inRow >= failures && clock.now() < until);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
