import { expect, test } from "vitest";
import { inFlight } from "./in-flight.ts";

test("each turn is as many runs as are under way at once, and never more are", async () => {
  let [now, most] = [0, 0];
  const inputs: number[] = [];
  const run = async (input: number) => {
    inputs.push(input);
    most = Math.max(most, ++now);
    await null;
    now--;
    return input;
  };
  await inFlight(run, 7)(3);
  expect(inputs).toEqual([...Array(21).keys()]);
  expect(most).toBe(7);
});
