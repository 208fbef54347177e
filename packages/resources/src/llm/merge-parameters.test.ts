import { expect, it } from "vitest";
import { mergeParameters } from "./merge-parameters.ts";

it("lets the call's parameters win over the step's, key by key", () => {
  expect(mergeParameters({ temperature: 1, maxTokens: 5 }, { temperature: 0.5 })).toEqual({
    temperature: 0.5,
    maxTokens: 5,
  });
});

it("honours 0 and empty text, and does not count undefined as set", () => {
  const merged = mergeParameters(
    { temperature: 1, seed: 7 },
    { temperature: 0, seed: undefined, stop: [""] },
  );
  expect(merged).toEqual({ temperature: 0, seed: 7, stop: [""] });
  expect(Object.keys(mergeParameters({ topP: undefined }, undefined))).toEqual([]);
});
