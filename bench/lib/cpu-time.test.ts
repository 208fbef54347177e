import { expect, test } from "vitest";
import { type Body, type CpuTimeOptions, cpuTimes, inSequence, threadCpu } from "./cpu-time.ts";

const cpuTime = async (body: Body, options: CpuTimeOptions) => (await cpuTimes([body], options))[0];

/** A thread whose CPU time only the body moves. */
function thread() {
  let micros = 0;
  return {
    read: () => micros,
    work: (cost: number) => {
      micros += cost;
    },
  };
}

test("the cost of one turn comes out, whatever it is", async () => {
  for (const cost of [0.5, 7, 90_000]) {
    const { read, work } = thread();
    expect(
      await cpuTime(
        inSequence(() => work(cost)),
        { read },
      ),
    ).toBeCloseTo(cost);
  }
});

test("the first turns, which the compiler slows down, are not counted", async () => {
  const { read, work } = thread();
  let turns = 0;
  const once = () => work(turns++ < 1_000 ? 100 : 10);
  expect(await cpuTime(inSequence(once), { read, warmMs: 200 })).toBe(10);
});

test("one bad sample does not move the result", async () => {
  const { read, work } = thread();
  let samples = 0;
  const body = (times: number) => work(times * (++samples === 12 ? 500 : 10));
  expect(await cpuTime(body, { read })).toBe(10);
  expect(samples).toBeGreaterThan(12);
});

test("waiting costs no CPU", async () => {
  const start = threadCpu();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(threadCpu() - start).toBeLessThan(150_000);
});

test("bodies take turns, and each gets its own cost", async () => {
  const { read, work } = thread();
  const order: string[] = [];
  const body = (name: string, cost: number) => (times: number) => {
    order.push(name);
    work(times * cost);
  };
  const [cheap, dear] = await cpuTimes([body("cheap", 10), body("dear", 30)], { read, samples: 3 });
  expect([cheap, dear]).toEqual([10, 30]);
  expect(order.slice(-6)).toEqual(["cheap", "dear", "cheap", "dear", "cheap", "dear"]);
});
