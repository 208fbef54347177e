import { expect, test } from "vitest";
import { cpuTime, inSequence } from "./cpu-time.ts";

const spin = (rounds: number) => {
  let sum = 0;
  for (let round = 0; round < rounds; round++) sum += Math.sqrt(round);
  return sum;
};

test("ten times the work takes about ten times the CPU", async () => {
  const options = { warmMs: 30, sampleMs: 20, samples: 3 };
  const small = await cpuTime(
    inSequence(() => spin(20_000)),
    options,
  );
  const big = await cpuTime(
    inSequence(() => spin(200_000)),
    options,
  );
  expect(big / small).toBeGreaterThan(4);
  expect(big / small).toBeLessThan(25);
});

test("waiting is not counted", async () => {
  const wait = () => new Promise((resolve) => setTimeout(resolve, 2));
  const each = await cpuTime(inSequence(wait), { warmMs: 2, sampleMs: 2, samples: 1 });
  expect(each).toBeLessThan(1_500);
});
