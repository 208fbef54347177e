import { isPergolaError } from "@pergola/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toolContract } from "../testing/index.ts";
import { convertUnits } from "./convert-units.ts";
import { unitConverter } from "./unit-converter.ts";

toolContract(unitConverter(), {
  examples: [
    {
      arguments: { value: 5, from: "miles", to: "km" },
      value: { value: 5, from: "miles", result: 8.04672, to: "km" },
    },
    { arguments: { value: "5", from: "miles", to: "km" }, errorCode: "TOOL_INVALID_ARGUMENTS" },
    { arguments: { value: 5, from: "smiles", to: "km" }, errorCode: "UNKNOWN_UNIT" },
    { arguments: { value: 5, from: "kg", to: "km" }, errorCode: "INCOMPATIBLE_UNITS" },
    { arguments: { value: 1e308, from: "km", to: "fm" }, errorCode: "CONVERSION_OUT_OF_RANGE" },
  ],
});

const KINDS = [
  ["m", "km", "miles", "feet", "inches", "nmi"],
  ["kg", "g", "lb", "stone", "oz", "tonne"],
  ["C", "F", "K"],
  ["l", "ml", "cups", "gallons", "fl oz", "m3"],
  ["m/s", "km/h", "mph", "knots", "feet per second"],
  ["bits", "B", "kB", "KiB", "GB", "MiB"],
  ["Mbps", "MB/s", "GB per hour"],
  ["s", "minutes", "hrs", "days", "weeks"],
  ["J", "kWh"],
  ["Pa", "bar", "psi"],
] as const;

describe("convertUnits", () => {
  it.each([
    [100, "celsius", "fahrenheit", 212],
    [0, "C", "F", 32],
    [-40, "°F", "°C", -40],
    [60, "mph", "km/h", 96.56064],
    [1, "knot", "m/s", 0.514444444444],
    [10, "Meters per Second", "MILES PER HOUR", 22.3693629205],
    [100, "Mbps", "MB/s", 12.5],
    [1, "GB", "MiB", 953.674316406],
    [1, "stone", "kg", 6.35029318],
    [2, "hrs", "mins", 120],
    [1, "m^2", "square feet", 10.7639104167],
    [0, "km", "m", 0],
  ])("%d %s in %s is %d", (value, from, to, result) => {
    expect(convertUnits(value, from, to)).toBe(result);
  });

  it("keeps the case of symbols", () => {
    expect(convertUnits(1, "MB", "mB")).toBe(1e9);
  });

  it.each([
    ["kilometrs", 'Did you mean "kilomet'],
    ["celcius", 'Did you mean "celsius"?'],
    ["__proto__", "Write names"],
    ["constructor", "Write names"],
    ["m/constructor", "Write names"],
    ["m/s/s", "Write names"],
    ["/", "Write names"],
  ])("says what was meant by the unit %j", (unit, hint) => {
    expect(() => convertUnits(1, unit, "m")).toThrowError(
      expect.objectContaining({ code: "UNKNOWN_UNIT", hint: expect.stringContaining(hint) }),
    );
  });

  it("comes back to where it started", () => {
    const pair = fc
      .constantFrom(...KINDS)
      .chain((units) => fc.tuple(fc.constantFrom(...units), fc.constantFrom(...units)));
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), pair, (value, [from, to]) => {
        const back = convertUnits(convertUnits(value, from, to), to, from);
        // Twelve digits are kept; the zero of a temperature scale shifts them by up to 500.
        expect(Math.abs(back - value)).toBeLessThanOrEqual(1e-9 * Math.max(500, Math.abs(value)));
      }),
      { numRuns: 500 },
    );
  });

  it("answers or throws a code, whatever the unit", () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true }),
        fc.string({ maxLength: 64 }),
        fc.constantFrom(...KINDS.flat()),
        (value, from, to) => {
          try {
            expect(convertUnits(value, from, to)).toSatisfy(Number.isFinite);
          } catch (error) {
            if (!isPergolaError(error)) throw error;
          }
        },
      ),
    );
  });
});
