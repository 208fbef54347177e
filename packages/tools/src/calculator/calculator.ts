import { z } from "zod";
import { defineTool } from "../define-tool.ts";
import type { Tool } from "../tool.ts";
import { MAX_EXPRESSION_LENGTH } from "./limits.ts";

/** The schema of {@link calculator}'s arguments. */
type CalculatorInput = z.ZodObject<{ expression: z.ZodString }>;

export interface CalculatorResult {
  readonly expression: string;
  readonly result: number;
}

/**
 * A tool that calculates: numbers, `+ - * / % ^ !`, percentages, and functions such as `sqrt`, `log` and `round`.
 * The parser is loaded at the first call.
 */
export function calculator(): Tool<CalculatorInput, CalculatorResult> {
  return defineTool({
    name: "calculator",
    description:
      "Calculates an arithmetic expression exactly. Use it for every calculation instead of doing sums yourself. " +
      "Knows + - * / % (remainder, or percent as in 20% of 50) ^ ! ( ), pi, e, and sqrt, cbrt, abs, round(x, digits), floor, " +
      "ceil, min, max, sum, average, ln, log(x, base), log10, exp, sin, cos, tan (radians), factorial and more.",
    input: z.object({
      expression: z
        .string()
        .min(1)
        .max(MAX_EXPRESSION_LENGTH)
        .describe("The arithmetic expression, for example (12.5 + 7) * 3^2"),
    }),
    timeoutMs: 5_000,
    async execute({ expression }): Promise<CalculatorResult> {
      const { calculate } = await import("./calculate.ts");
      return { expression, result: calculate(expression) };
    },
  });
}
