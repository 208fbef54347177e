import { expect, test } from "vitest";
import { heldHeap } from "./held-heap.ts";

test("what is held and what stays is told for each thing", async () => {
  let bytes = 5_000;
  const read = async () => bytes;
  const hold = async (count: number) => {
    bytes += count * 300;
    return async () => {
      bytes -= count * 290;
    };
  };
  expect(await heldHeap(hold, { count: 10, read })).toEqual({ held: 300, left: 10 });
});
