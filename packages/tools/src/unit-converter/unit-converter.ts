import { z } from "zod";
import { defineTool } from "../define-tool.ts";
import type { Tool } from "../tool.ts";

/** The schema of {@link unitConverter}'s arguments. */
type UnitConverterInput = z.ZodObject<{ value: z.ZodNumber; from: z.ZodString; to: z.ZodString }>;

export interface UnitConversion {
  readonly value: number;
  readonly from: string;
  readonly result: number;
  readonly to: string;
}

/**
 * A tool that converts length, mass, temperature, volume, area, speed, data, data rates, time, energy, power, pressure,
 * force and angles. The tables are loaded at the first call.
 */
export function unitConverter(): Tool<UnitConverterInput, UnitConversion> {
  const unit = (example: string) => z.string().min(1).max(64).describe(`Unit, for example ${example}`);
  return defineTool({
    name: "unit_converter",
    description:
      "Converts a quantity from one unit of measurement to another: length, mass, temperature, volume, area, speed, data, time, " +
      "energy, power, pressure and more. Not for currencies.",
    input: z.object({
      value: z.number().describe("The quantity to convert"),
      from: unit("miles, kg, °C, km/h, GB"),
      to: unit("km, pounds, °F, mph, MiB"),
    }),
    timeoutMs: 5_000,
    async execute({ value, from, to }): Promise<UnitConversion> {
      const { convertUnits } = await import("./convert-units.ts");
      return { value, from, result: convertUnits(value, from, to), to };
    },
  });
}
