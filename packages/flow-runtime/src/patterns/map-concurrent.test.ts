import fc from "fast-check";
import { expect, test } from "vitest";
import { mapConcurrent } from "../index.ts";

const later = () => new Promise<void>((resolve) => setImmediate(resolve));

test("results come in the order of the items, and never more are worked on than may be", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(5), { maxLength: 20 }),
      fc.integer({ min: 1, max: 6 }),
      fc.boolean(),
      async (delays, concurrency, isAsync) => {
        let active = 0;
        let most = 0;
        const work = async (delay: number, { index }: { index: number }) => {
          most = Math.max(most, ++active);
          for (let turn = 0; turn < delay; turn++) await later();
          active--;
          return index;
        };
        const items = isAsync ? asyncItems(delays) : delays;
        const expected = delays.map((_, index) => index);
        expect(await mapConcurrent(items, work, { concurrency })).toEqual(expected);
        expect(most).toBeLessThanOrEqual(concurrency);
      },
    ),
    { numRuns: 60 },
  );
});

async function* asyncItems<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}

test("eight at once, if nobody says", async () => {
  let most = 0;
  let active = 0;
  const work = async () => {
    most = Math.max(most, ++active);
    await later();
    active--;
  };
  await mapConcurrent(Array(30).fill(0), work);
  expect(most).toBe(8);
});

test("the first failure ends the rest at once, also those that never end", async () => {
  const signals: AbortSignal[] = [];
  const failure = new Error("no");
  const work = (item: number, { signal }: { signal: AbortSignal }) => {
    signals.push(signal);
    return item === 2 ? Promise.reject(failure) : new Promise<never>(() => {});
  };
  const items = Array.from({ length: 10 }, (_, index) => index);
  await expect(mapConcurrent(items, work, { concurrency: 3 })).rejects.toBe(failure);
  await later();
  expect(signals).toHaveLength(3);
  expect(signals.every(({ aborted, reason }) => aborted && reason === failure)).toBe(true);
});

test("nothing is begun once something has failed, however close both are", async () => {
  let begunLate = false;
  for (let turns = 0; turns < 12; turns++) {
    const work = async (item: number, { signal }: { signal: AbortSignal }) => {
      begunLate ||= signal.aborted;
      if (item > 0) return;
      for (let turn = 0; turn < turns; turn++) await undefined;
      throw new Error("no");
    };
    await expect(mapConcurrent(Array(20).keys(), work, { concurrency: 2 })).rejects.toThrow("no");
    await later();
  }
  expect(begunLate).toBe(false);
});

test("an endless source is read no further than is worked on, and is told when it is over", async () => {
  let read = 0;
  let isClosed = false;
  async function* endless() {
    try {
      for (;;) yield read++;
    } finally {
      isClosed = true;
    }
  }
  const work = async (item: number) => {
    await later();
    if (item === 1_000) throw new Error("enough");
    expect(read - item).toBeLessThanOrEqual(8);
  };
  await expect(mapConcurrent(endless(), work, { concurrency: 4 })).rejects.toThrow("enough");
  await later();
  expect(isClosed).toBe(true);
});

test("a source that fails is the failure", async () => {
  async function* broken() {
    yield 1;
    throw new Error("torn");
  }
  await expect(mapConcurrent(broken(), async (item) => item)).rejects.toThrow("torn");
  const sync = {
    [Symbol.iterator]: () => {
      throw new Error("shut");
    },
  };
  await expect(mapConcurrent(sync as Iterable<number>, (item) => item)).rejects.toThrow("shut");
});

test("a source that fails when it is told that it is over harms nobody, and is told once", async () => {
  let left = 0;
  const source = {
    [Symbol.asyncIterator]: () => ({
      next: async () => ({ done: false as const, value: 1 }),
      async return() {
        left++;
        throw new Error("I will not leave.");
      },
    }),
  };
  const work = mapConcurrent(source, () => Promise.reject(new Error("no")), { concurrency: 3 });
  await expect(work).rejects.toThrow("no");
  await later();
  expect(left).toBe(1);
});

test("the signal ends it, before it begins and while it waits", async () => {
  const reason = new Error("stop");
  await expect(
    mapConcurrent([1], () => expect.unreachable(), { signal: AbortSignal.abort(reason) }),
  ).rejects.toBe(reason);
  const controller = new AbortController();
  const inside: AbortSignal[] = [];
  const waiting = mapConcurrent(
    [1, 2],
    (_, { signal }) => {
      inside.push(signal);
      return new Promise(() => {});
    },
    { signal: controller.signal },
  );
  await later();
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  expect(inside.map(({ aborted }) => aborted)).toEqual([true, true]);
});

test.each([0, -1, 1.5, Number.NaN])("a concurrency of %d is refused", async (concurrency) => {
  await expect(mapConcurrent([1], (item) => item, { concurrency })).rejects.toMatchObject({
    code: "INVALID_OPTIONS",
  });
});
