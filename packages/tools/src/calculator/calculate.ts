import { isPergolaError } from "@pergola/core";
import { toolErrors } from "../errors.ts";
import { parseArithmetic } from "./arithmetic-parser.ts";
import { evaluate } from "./evaluate.ts";
import { MAX_DEPTH, MAX_EXPRESSION_LENGTH } from "./limits.ts";
import { normaliseExpression } from "./normalise-expression.ts";

/**
 * The value of an arithmetic expression, rounded to the 15 digits that a double holds exactly. The work is bounded by
 * the length of the text: nothing in it can loop, allocate, or reach a property.
 *
 * @throws EXPRESSION_INVALID, EXPRESSION_UNKNOWN_NAME, EXPRESSION_UNDEFINED
 */
export function calculate(expression: string): number {
  checkSize(expression);
  const text = normaliseExpression(expression);
  try {
    return rounded(evaluate(parseArithmetic(text)));
  } catch (cause) {
    if (isPergolaError(cause)) throw cause;
    throw unreadable(text, cause);
  }
}

/** 0.1 + 0.2 is 0.3; whole numbers stay as they are. */
function rounded(value: number): number {
  const shown = Number.isInteger(value) ? value : Number(value.toPrecision(15));
  return shown === 0 ? 0 : shown;
}

function checkSize(expression: string): void {
  if (expression.trim() === "") throw tooBig("is empty", "Write one, for example (2 + 3) * 4.");
  if (expression.length > MAX_EXPRESSION_LENGTH) {
    throw tooBig(
      `has ${expression.length} characters; at most ${MAX_EXPRESSION_LENGTH} are read`,
      "Split it into several calls.",
    );
  }
  if (depthOf(expression) > MAX_DEPTH) {
    throw tooBig(
      `nests more than ${MAX_DEPTH} parentheses`,
      "Write it flatter, or split it into several calls.",
    );
  }
}

function depthOf(expression: string): number {
  let [depth, deepest] = [0, 0];
  for (const character of expression) {
    if (character === "(" || character === "[") deepest = Math.max(deepest, ++depth);
    else if (character === ")" || character === "]") depth--;
  }
  return deepest;
}

function tooBig(problem: string, hint: string) {
  return toolErrors.create("EXPRESSION_INVALID", { message: `The expression ${problem}.`, hint });
}

function unreadable(text: string, cause: unknown) {
  const { message = String(cause), index } = cause as { readonly message?: string; readonly index?: number };
  const near =
    typeof index === "number" ? `, near ${JSON.stringify(text.slice(index, index + 12) || "the end")}` : "";
  return toolErrors.create("EXPRESSION_INVALID", {
    message: `The expression cannot be read: ${message}${near}.`,
    hint: "Use numbers such as 1234.5, + - * / % ^ !, parentheses and functions such as sqrt(2).",
    cause,
  });
}
