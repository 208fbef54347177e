import { isPergolaError } from "@pergola/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toolContract } from "../testing/index.ts";
import { calculate } from "./calculate.ts";
import { calculator } from "./calculator.ts";

toolContract(calculator(), {
  examples: [
    { arguments: { expression: "12*7" }, value: { expression: "12*7", result: 84 } },
    { arguments: { expression: "" }, errorCode: "TOOL_INVALID_ARGUMENTS" },
    { arguments: { expression: "2 +" }, errorCode: "EXPRESSION_INVALID" },
    { arguments: { expression: "1/0" }, errorCode: "EXPRESSION_UNDEFINED" },
    { arguments: { expression: "sqr(2)" }, errorCode: "EXPRESSION_UNKNOWN_NAME" },
  ],
});

describe("calculate", () => {
  it.each([
    ["-2^2", -4],
    ["(-2)^2", 4],
    ["2^3^2", 512],
    ["2^-2", 0.25],
    ["2**3", 8],
    ["-3!", -6],
    ["2^3!", 64],
    ["5! / 3!", 20],
    ["10 - 4 - 3", 3],
    ["2 + 3 * 4", 14],
    ["10 % 4", 2],
    ["10 %4", 2],
    ["50%", 0.5],
    ["20% of 50 + 3", 13],
    ["200 * 15%", 30],
    ["0.1 + 0.2", 0.3],
    ["9007199254740993", 9007199254740992],
    ["2 × 3 ÷ 4 − 1", 0.5],
    ["√(16) + 3²", 13],
    ["sin(pi)^2 + cos(pi)^2", 1],
    ["log(8, 2) + log10(1000) + ln(e)", 7],
    ["round(2.345, 1) + max(1, 2, 3)", 5.3],
    ["average(1, 2, 3) + sum(1, 2)", 5],
    ["mod(-1, 3) + trunc(-1.5)", 1],
    ["2 + 2 =", 4],
    ["-0", 0],
  ])("%s is %d", (expression, value) => {
    expect(calculate(expression)).toBe(value);
  });

  it.each([
    ["1,000 + 1", "separators"],
    ["2(3 + 4)", "*"],
    ["max()", "1 to 100"],
    ["a.b(1)(2)", "a call of something without a name"],
    ["sqrt(1, 2)", "expected 1"],
    ["x + 1", "Replace names"],
    ["sqr(2)", 'Did you mean "sqrt"?'],
    ["((1)", "Unclosed ("],
  ])("says how to mend %j", (expression, help) => {
    const error = thrownBy(expression);
    expect(`${error.message} ${error.hint}`).toContain(help);
  });

  const HOSTILE = [
    "constructor",
    "__proto__",
    "toString",
    "hasOwnProperty(1)",
    "valueOf()",
    "sqrt.constructor",
    "sqrt['constructor']('return 1')()",
    "(1).constructor",
    "[].map",
    "[1,2,3]",
    "'a' + 'b'",
    "`x`",
    "this",
    "globalThis",
    "process.exit(1)",
    "require('fs')",
    "import('fs')",
    "import(1)",
    "eval('1')",
    "evaluate('1')",
    "parse('1')",
    "simplify('1')",
    "createUnit('x')",
    "f(x) = x",
    "x = 1",
    "sqrt = 1",
    "a => 1",
    "x => x",
    "function(){}",
    "1; 2",
    "1 == 1",
    "1 ? 2 : 3",
    "!1",
    "~1",
    "1 << 2",
    "1 && 2",
    "true",
    "null",
    "zeros(1e9)",
    "1:1e9",
    "range(1,1e9)",
    "9^9^9^9",
    "factorial(1e9)",
    "1e9!",
    "170!!",
    "171!",
    "0/0",
    "1e400",
    "sqrt(-1)",
    "ln(0)",
    "(-8)^(1/3)",
    "factorial(-1)",
    "1.5!",
    "round(1, 99)",
    "(".repeat(400),
    `${"(".repeat(200)}1${")".repeat(200)}`,
    "-".repeat(499),
    "2^".repeat(240),
    "1+".repeat(249),
    "9".repeat(501),
    "max(1,,2)",
    "max(,)",
    "[",
    "]",
    ")",
    "1..2",
    "0x10",
    "1_000",
    "#",
    "",
    "   ",
    "\u0000",
    "\ud800",
    "Σ",
    "sum(".repeat(40),
    "{}",
    "{a:1}",
    "/*",
    "//",
    "@",
  ];

  it.each(HOSTILE)("refuses %j with a code and a hint, at once", (expression) => {
    const startedAt = performance.now();
    const error = thrownBy(expression);
    expect(error.code).toMatch(/^EXPRESSION_/);
    expect(error.hint).toBeTruthy();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it("agrees with the language on random sums", () => {
    const number = fc.integer({ min: 0, max: 999 }).map(String);
    const { sum } = fc.letrec<{ sum: string }>((tie) => ({
      sum: fc.oneof(
        { maxDepth: 4 },
        number,
        fc
          .tuple(tie("sum"), fc.constantFrom("+", "-", "*"), tie("sum"))
          .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
        fc
          .tuple(tie("sum"), fc.constantFrom("+", "-", "*"), number)
          .map(([a, sign, b]) => `${a} ${sign} ${b}`),
      ),
    }));
    fc.assert(
      fc.property(sum, (text) => {
        fc.pre(text.length <= 500);
        // The oracle is the language itself; the text is made of digits, signs and parentheses only.
        expect(calculate(text)).toBe(new Function(`return 0 + (${text})`)());
      }),
    );
  });

  it("never throws without a code, returns something infinite, or takes long, whatever it is given", () => {
    const token = fc.constantFrom(
      "1",
      "2.5",
      "1e9",
      "+",
      "-",
      "*",
      "/",
      "^",
      "%",
      "!",
      "(",
      ")",
      ",",
      " ",
      "sqrt",
      "max(",
      "factorial(",
      "pi",
      "of",
      ".",
      "[",
      "=",
      "?",
      ":",
      "'",
    );
    const text = fc.oneof(
      fc.string({ maxLength: 600, unit: "binary" }),
      fc.array(token, { maxLength: 300 }).map((list) => list.join("")),
    );
    fc.assert(
      fc.property(text, (expression) => {
        const startedAt = performance.now();
        try {
          expect(calculate(expression)).toSatisfy(Number.isFinite);
        } catch (error) {
          if (!isPergolaError(error)) throw error;
        }
        expect(performance.now() - startedAt).toBeLessThan(1_000);
      }),
      { numRuns: 1_000 },
    );
  });
});

function thrownBy(expression: string) {
  try {
    calculate(expression);
  } catch (error) {
    if (isPergolaError(error)) return error;
    throw error;
  }
  throw new Error(`${expression} was calculated.`);
}
