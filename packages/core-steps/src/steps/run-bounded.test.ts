import { getEventListeners } from "node:events";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runBounded } from "./run-bounded.ts";

const list = (count: number) => Array.from({ length: count }, (_, index) => index);
const never = () => new AbortController().signal;

/** Rejects with the signal's reason as soon as it fires. */
const untilStopped = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

describe("work that is bounded", () => {
  it("gives results in order, begins in order and keeps the bound, however it is scheduled", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(12),
        fc.integer({ min: 1, max: 5 }),
        fc.scheduler(),
        async (count, concurrency, s) => {
          const begun: number[] = [];
          let running = 0;
          let most = 0;
          const work = async (_: unknown, index: number) => {
            begun.push(index);
            most = Math.max(most, ++running);
            await s.schedule(Promise.resolve());
            running -= 1;
            return index * 2;
          };
          const all = runBounded(list(count), work, { concurrency, signal: never() });
          await s.waitFor(all);
          const indexes = list(count);
          expect(await all).toEqual(indexes.map((index) => index * 2));
          expect(begun).toEqual(indexes);
          expect(most).toBe(Math.min(count, concurrency));
        },
      ),
    );
  });

  it("throws what failed first, waits for all that began, and begins no more", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 10 }),
        fc.integer({ min: 1, max: 5 }),
        fc.scheduler(),
        async (isFailing, concurrency, s) => {
          const failed: number[] = [];
          let running = 0;
          const work = async (_: unknown, index: number) => {
            expect(failed).toEqual([]);
            running += 1;
            try {
              await s.schedule(Promise.resolve());
              if (isFailing[index]) {
                failed.push(index);
                throw new Error(`failure ${index}`);
              }
            } finally {
              running -= 1;
            }
          };
          const settled = runBounded(isFailing, work, { concurrency, signal: never() }).then(
            () => "done",
            (error: Error) => error.message,
          );
          await s.waitFor(settled);
          expect(await settled).toBe(failed.length === 0 ? "done" : `failure ${failed[0]}`);
          expect(running).toBe(0);
        },
      ),
    );
  });

  it("stops the others when one fails, and says to them why", async () => {
    const broken = new Error("broken");
    const told: unknown[] = [];
    const work = async (_: unknown, index: number, signal: AbortSignal) => {
      if (index === 1) throw broken;
      await untilStopped(signal).catch((reason) => told.push(reason));
    };
    await expect(runBounded(list(3), work, { concurrency: 3, signal: never() })).rejects.toBe(broken);
    expect(told).toHaveLength(2);
    expect(told[0]).toMatchObject({ code: "SIBLING_FAILED", cause: broken });
  });

  it("stops with its signal and throws the reason", async () => {
    const stop = new AbortController();
    const reason = new Error("enough");
    const told: unknown[] = [];
    const work = async (_: unknown, __: number, signal: AbortSignal) => {
      await untilStopped(signal).catch((given) => {
        told.push(given);
        throw new Error("its own way to say it");
      });
    };
    const all = runBounded(list(5), work, { concurrency: 2, signal: stop.signal });
    stop.abort(reason);
    await expect(all).rejects.toBe(reason);
    expect(told).toEqual([reason, reason]);
  });

  it("begins nothing when its signal has fired already", async () => {
    const reason = new Error("too late");
    const work = () => Promise.reject(new Error("began"));
    await expect(
      runBounded(list(1), work, { concurrency: 1, signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
  });

  it("leaves no listener behind", async () => {
    const { signal } = new AbortController();
    await runBounded(list(3), async () => 1, { concurrency: 2, signal });
    await runBounded(list(3), () => Promise.reject(new Error("x")), { concurrency: 2, signal }).catch(
      () => undefined,
    );
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});
