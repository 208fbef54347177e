import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numberedSteps, toNumbered } from "../../index.ts";

describe("numberedSteps", () => {
  it.each([
    ["1. One\n2. Two", ["One", "Two"]],
    ["Here they are:\n\n 1) One\n   goes on\n\n 2) Two", ["One\n   goes on", "Two"]],
    ["Step 1: One\nstep 2. Two", ["One", "Two"]],
    ["It costs 3.\n50 pieces", ["It costs 3.\n50 pieces"]],
    ["1.5 litres", ["1.5 litres"]],
    ["1. \n2. Two", ["Two"]],
    ["  ", []],
  ])("reads %j", (text, steps) => {
    expect(numberedSteps(text)).toEqual(steps);
  });

  it("reads back what toNumbered has written", () => {
    const step = fc
      .string({ unit: fc.constantFrom(..."aZ 1.)(-é木") })
      .map((text) => `x${text.trim()}`)
      .filter((text) => text === text.trim());
    fc.assert(
      fc.property(fc.array(step, { minLength: 1 }), (steps) => {
        expect(numberedSteps(toNumbered(steps))).toEqual(steps);
      }),
    );
  });
});
