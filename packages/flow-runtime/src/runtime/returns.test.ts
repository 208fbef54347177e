import { expect, test } from "vitest";
import { Returns } from "./returns.ts";

test("what has returned goes on in order, and not at once", async () => {
  const returns = new Returns();
  const done: number[] = [];
  for (const index of [1, 2, 3]) returns.add({ handOn: () => done.push(index) });
  expect(done).toEqual([]);
  await null;
  expect(done).toEqual([1, 2, 3]);
});

test("what returns meanwhile goes on as well, but promises have their turn", async () => {
  const returns = new Returns();
  let rounds = 0;
  const again = {
    handOn: () => {
      if (++rounds < 1_000) returns.add(again);
    },
  };
  returns.add(again);
  await null;
  expect(rounds).toBeGreaterThan(1);
  expect(rounds).toBeLessThan(1_000);
  while (rounds < 1_000) await null;
  expect(rounds).toBe(1_000);
});

test("one that throws does not keep the others", async () => {
  const returns = new Returns();
  const done: string[] = [];
  const isThrown = new Promise((resolve) => process.once("uncaughtException", resolve));
  const listeners = process.listeners("uncaughtException");
  for (const other of listeners.slice(0, -1)) process.off("uncaughtException", other);
  returns.add({
    handOn: () => {
      throw new Error("broken");
    },
  });
  returns.add({ handOn: () => done.push("other") });
  expect(await isThrown).toMatchObject({ message: "broken" });
  for (const other of listeners.slice(0, -1)) process.on("uncaughtException", other);
  expect(done).toEqual(["other"]);
});
