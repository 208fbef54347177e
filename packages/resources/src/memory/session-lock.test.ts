import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSessionLock } from "./session-lock.ts";

const task = fc.record({ key: fc.constantFrom("a", "b", "c"), stopsWaiting: fc.boolean() });

describe("createSessionLock", () => {
  it("serves each key one at a time, in order of arrival, without those who stopped waiting", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(task, { maxLength: 15 }), async (scheduler, tasks) => {
        const lock = createSessionLock();
        const holders = new Map<string, number>();
        const served: { key: string; index: number }[] = [];
        const stopped: number[] = [];
        const run = async (index: number) => {
          const { key, stopsWaiting } = tasks[index] ?? { key: "", stopsWaiting: false };
          const stop = new AbortController();
          const acquired = lock.acquire(key, { signal: stop.signal });
          if (stopsWaiting) stop.abort(new Error("stop"));
          const release = await acquired.catch(() => void stopped.push(index));
          if (typeof release !== "function") return;
          expect(holders.get(key) ?? 0).toBe(0);
          holders.set(key, 1);
          served.push({ key, index });
          await scheduler.schedule(Promise.resolve());
          holders.set(key, 0);
          release();
          release();
        };
        await scheduler.waitFor(Promise.all(tasks.map((_, index) => run(index))));
        for (const key of ["a", "b", "c"]) {
          const order = served.filter((each) => each.key === key).map((each) => each.index);
          expect(order).toEqual(order.toSorted((one, two) => one - two));
        }
        expect(served.length + stopped.length).toBe(tasks.length);
        expect(stopped.every((index) => tasks[index]?.stopsWaiting)).toBe(true);
        expect(lock.heldKeys).toBe(0);
      }),
    );
  });

  it("keeps no key that is idle, and no listener on a signal", async () => {
    const lock = createSessionLock();
    const signal = new AbortController().signal;
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...input: Parameters<typeof add>) => {
      listeners += 1;
      add(...input);
    };
    signal.removeEventListener = (...input: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...input);
    };
    const first = await lock.acquire("a", { signal });
    const second = lock.acquire("a", { signal });
    expect([lock.heldKeys, lock.isHeld("a"), lock.isHeld("b"), listeners]).toEqual([1, true, false, 1]);
    first();
    (await second)();
    expect([lock.heldKeys, lock.isHeld("a"), listeners]).toEqual([0, false, 0]);
  });

  it("refuses one waiter more than it may have, and takes one again when there is room", async () => {
    const lock = createSessionLock({ maxWaiters: 1 });
    const first = await lock.acquire("a");
    const second = lock.acquire("a");
    await expect(lock.acquire("a")).rejects.toMatchObject({
      code: "SESSION_QUEUE_FULL",
      details: { maxWaiters: 1 },
    });
    first();
    const third = lock.acquire("a");
    (await second)();
    (await third)();
  });
});
