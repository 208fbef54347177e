import { getEventListeners } from "node:events";
import { beforeAll, describe, expect, it } from "vitest";
import { down, setUp } from "./breaker.test-helper.ts";
import { loadCockatiel } from "./load-cockatiel.ts";

// Loading takes real time, in which a clock that only tests move would have gone by.
beforeAll(async () => void (await loadCockatiel()));

describe("a breaker that is half open", () => {
  it("closes when the probe shows that the service answers, whatever is wrong with the request", async () => {
    const mine = new Error("a bad request");
    const { clock, breaker, call, failTimes } = setUp({
      failures: 1,
      judge: (error) => (error === mine ? "answered" : "failed"),
    });
    await failTimes(1);
    await clock.advance(30_000);
    expect(await call(() => Promise.reject(mine))).toBe(mine.message);
    expect(breaker.snapshot().state).toBe("closed");
  });

  it("learns nothing from a probe that was stopped, even one that never ends: the next call tries", async () => {
    const { clock, breaker, call, failTimes, succeed, calls } = setUp({ failures: 1 });
    await failTimes(1);
    await clock.advance(30_000);
    const stop = new AbortController();
    const probing = call(() => new Promise(() => undefined), stop.signal);
    stop.abort(new Error("stopped"));
    expect(await probing).toBe("stopped");
    expect(getEventListeners(stop.signal, "abort")).toEqual([]);
    expect(breaker.snapshot().state).toBe("open");
    expect(await succeed()).toBe("ok");
    expect(calls()).toBe(3);
    expect(breaker.snapshot().state).toBe("closed");
  });

  it("does not count probes that were stopped: it says how often the service failed", async () => {
    const { clock, breaker, call, fail, failTimes } = setUp({ failures: 2 });
    await failTimes(2);
    await clock.advance(30_000);
    for (let time = 0; time < 3; time++) {
      const stop = new AbortController();
      const probing = call(() => new Promise(() => undefined), stop.signal);
      stop.abort(new Error("stopped"));
      await probing;
    }
    expect(breaker.snapshot()).toMatchObject({ state: "open", failures: 2 });
    await fail();
    expect(breaker.snapshot()).toMatchObject({ state: "open", failures: 3 });
  });

  it("waits for a probe that never ends no longer than it stays open; its late failure says nothing", async () => {
    const { clock, breaker, changes, call, failTimes, succeed, calls } = setUp({ failures: 1, resetMs: 100 });
    await failTimes(1);
    await clock.advance(100);
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const overtaken = call(() => first.promise);
    await clock.advance(100);
    expect([breaker.isOpen, await succeed()]).toEqual([true, "CIRCUIT_OPEN"]);
    await clock.advance(1);
    expect(breaker.isOpen).toBe(false);
    const probing = call(() => second.promise);
    expect([breaker.isOpen, await succeed()]).toEqual([true, "CIRCUIT_OPEN"]);
    first.reject(down);
    expect(await overtaken).toBe(down.message);
    expect([breaker.snapshot().state, breaker.isOpen]).toEqual(["half-open", true]);
    second.resolve();
    expect(await probing).toBe("ok");
    expect(breaker.snapshot()).toEqual({ name: "acme", state: "closed", failures: 0 });
    expect(await succeed()).toBe("ok");
    expect(calls()).toBe(4);
    expect(changes.map(({ state }) => state)).toEqual(["open", "half-open", "closed"]);
  });

  it("closes when a service answers late, and hears no more of the probe that came after", async () => {
    const { clock, breaker, call, failTimes } = setUp({ failures: 1, resetMs: 100 });
    await failTimes(1);
    await clock.advance(100);
    const [slow, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const overtaken = call(() => slow.promise);
    await clock.advance(101);
    const probing = call(() => second.promise);
    slow.resolve();
    expect(await overtaken).toBe("ok");
    second.reject(down);
    expect(await probing).toBe(down.message);
    expect(breaker.snapshot()).toEqual({ name: "acme", state: "closed", failures: 0 });
  });

  it("is not closed by a late answer once the next probe has failed", async () => {
    const { clock, breaker, call, fail, failTimes } = setUp({ failures: 1, resetMs: 100 });
    await failTimes(1);
    await clock.advance(100);
    const slow = Promise.withResolvers<void>();
    const overtaken = call(() => slow.promise);
    await clock.advance(101);
    await fail();
    slow.resolve();
    expect(await overtaken).toBe("ok");
    expect(breaker.snapshot()).toMatchObject({ state: "open", openUntil: clock.now() + 100 });
  });

  it("does not call when the signal of the probe has fired already", async () => {
    const { clock, call, failTimes, calls } = setUp({ failures: 1 });
    await failTimes(1);
    await clock.advance(30_000);
    expect(await call(async () => 1, AbortSignal.abort(new Error("too late")))).toBe("too late");
    expect(calls()).toBe(1);
  });
});
