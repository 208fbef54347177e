import { createVirtualClock } from "@pergola/core/testing";
import { expect, it } from "vitest";
import { Delivery, type DeliveryOptions } from "./delivery.ts";
import { oneByOne, type Receiver, wholeBatches } from "./receiver.ts";

const LIMITS = { bufferSize: 10, batchSize: 4, flushMs: 1_000, writeTimeoutMs: 5_000 };

function delivering(write: Receiver<number>["write"], options: DeliveryOptions = {}) {
  const clock = createVirtualClock();
  return { clock, delivery: new Delivery<number>(wholeBatches({ write }), { ...LIMITS, ...options }, clock) };
}

/** Notes what it is given. */
function receiver(options: DeliveryOptions = {}) {
  const batches: (readonly number[])[] = [];
  return { batches, ...delivering((batch) => void batches.push(batch), options) };
}

const push = (delivery: Delivery<number>, count: number, from = 0) => {
  for (let index = from; index < from + count; index++) delivery.push(index);
};

it("a full batch goes at once, but never in the turn of who pushes; the rest waits for the time", async () => {
  const { clock, delivery, batches } = receiver();
  push(delivery, 6);
  expect(batches).toEqual([]);
  await clock.advance(0);
  expect(batches).toEqual([[0, 1, 2, 3]]);
  await clock.advance(999);
  expect(batches.length).toBe(1);
  await clock.advance(1);
  expect(batches).toEqual([
    [0, 1, 2, 3],
    [4, 5],
  ]);
  expect(delivery.stats).toEqual({ written: 6, waiting: 0, dropped: 0, failedWrites: 0 });
});

it("nothing runs while there is nothing to write", async () => {
  const { clock, delivery } = receiver();
  push(delivery, 5);
  await clock.advance(5_000);
  expect(clock.pendingTimers).toBe(0);
});

it("a receiver that hangs gets one write, loses it at its time limit, and then the oldest of what waits", async () => {
  const signals: AbortSignal[] = [];
  const { clock, delivery } = delivering((_, { signal }) => {
    signals.push(signal);
    return new Promise(() => {});
  });
  push(delivery, 4);
  await clock.advance(0);
  push(delivery, 25);
  await clock.advance(60_000);
  push(delivery, 5);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  expect(delivery.stats).toEqual({ written: 0, waiting: 10, dropped: 4 + 20, failedWrites: 0 });
});

it("the newest are those that a receiver gets when it comes back", async () => {
  let comeBack = () => {};
  const batches: (readonly number[])[] = [];
  const { clock, delivery } = delivering((batch) => {
    batches.push(batch);
    return batches.length === 1 ? new Promise((resolve) => (comeBack = resolve)) : undefined;
  });
  push(delivery, 20);
  await clock.advance(0);
  push(delivery, 4, 20);
  comeBack();
  await clock.advance(1_000);
  expect(batches.slice(1).flat()).toEqual([14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);
  expect(delivery.stats).toMatchObject({ written: 14, dropped: 10 });
});

it.each([
  [
    "throws",
    () => {
      throw new Error("full");
    },
  ],
  ["rejects", () => Promise.reject(new Error("full"))],
])("a receiver that %s loses its batch, and gets the next one", async (_, fail) => {
  let calls = 0;
  const { clock, delivery } = delivering(() => (calls++ === 0 ? fail() : undefined));
  push(delivery, 6);
  await clock.advance(2_000);
  expect(delivery.stats).toEqual({ written: 2, waiting: 0, dropped: 4, failedWrites: 1 });
});

it("close writes what waits, and later items are dropped", async () => {
  const { delivery, batches } = receiver();
  push(delivery, 6);
  await delivery.close(1_000);
  delivery.push(99);
  await delivery.close(1_000);
  expect(batches.flat()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(delivery.stats).toMatchObject({ written: 6, dropped: 1 });
});

it("close waits no longer than it may for a receiver that hangs, and drops the rest", async () => {
  let aborted: boolean | undefined;
  const { clock, delivery } = delivering((_, { signal }) => {
    signal.addEventListener("abort", () => (aborted = true));
    return new Promise(() => {});
  });
  push(delivery, 7);
  const closed = delivery.close(300);
  await clock.advance(300);
  await closed;
  expect(aborted).toBe(true);
  expect(delivery.stats).toEqual({ written: 0, waiting: 0, dropped: 7, failedWrites: 0 });
  expect(clock.pendingTimers).toBe(1);
});

it("a receiver of single items loses only those that it throws at", async () => {
  const clock = createVirtualClock();
  const taken: number[] = [];
  const receiver = oneByOne<number>(async (item) => {
    if (item === 1) throw new Error("not this one");
    taken.push(item);
  });
  const delivery = new Delivery(receiver, LIMITS, clock);
  push(delivery, 4);
  await clock.advance(0);
  expect(taken).toEqual([0, 2, 3]);
  expect(delivery.stats).toEqual({ written: 3, waiting: 0, dropped: 1, failedWrites: 0 });
});
