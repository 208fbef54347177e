import fc from "fast-check";
import { expect, test } from "vitest";
import { BoundedQueue } from "./bounded-queue.ts";

test("what goes in comes out in order, whatever the bound and however putting and taking alternate", async () => {
  const property = fc.asyncProperty(
    fc.integer({ min: 1, max: 5 }),
    fc.array(fc.boolean(), { maxLength: 60 }),
    async (capacity, putsFirst) => {
      const queue = new BoundedQueue<number>(capacity);
      const produce = async () => {
        for (const [item, isHasty] of putsFirst.entries()) {
          if (!isHasty) await null;
          await queue.put(item);
        }
      };
      const produced = produce();
      const taken: number[] = [];
      while (taken.length < putsFirst.length) taken.push(await queue.get());
      await produced;
      expect(taken).toEqual([...putsFirst.keys()]);
    },
  );
  await fc.assert(property, { numRuns: 100 });
});

test("a full queue takes an item only when another has left", async () => {
  const queue = new BoundedQueue<string>(2);
  expect(queue.put("a")).toBeUndefined();
  expect(queue.put("b")).toBeUndefined();
  let isTaken = false;
  const third = queue.put("c")?.then(() => {
    isTaken = true;
  });
  await null;
  expect(isTaken).toBe(false);
  expect(queue.get()).toBe("a");
  await third;
  expect(isTaken).toBe(true);
  expect([queue.get(), queue.get()]).toEqual(["b", "c"]);
});
