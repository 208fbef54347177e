import { suggest } from "@pergola/core";
import { toolErrors } from "../errors.ts";
import type { SyntaxNode } from "./arithmetic-parser.ts";
import { factorial } from "./factorial.ts";
import { type ArithmeticFunction, CONSTANTS, FUNCTIONS } from "./functions.ts";

/**
 * The value of a syntax tree. Only what is named here has a meaning: numbers, five operators, and the functions and
 * constants of `functions.ts`. Everything else that the parser can read (members, text, lists, comparisons) is refused.
 *
 * @throws EXPRESSION_INVALID, EXPRESSION_UNKNOWN_NAME, EXPRESSION_UNDEFINED
 */
export function evaluate(node: SyntaxNode): number {
  const value = compute(node);
  if (Number.isFinite(value)) return value;
  throw toolErrors.create("EXPRESSION_UNDEFINED", {
    message: `A part of the expression (${nameOf(node)}) is ${Number.isNaN(value) ? "not a real number" : "infinite or above 1.8e308"}.`,
    hint: "Check for a division by zero, a root or logarithm of a negative number, or a power that is too large.",
  });
}

function compute(node: SyntaxNode): number {
  switch (node.type) {
    case "Literal":
      return literal(node.value);
    case "Identifier":
      return constant(String(node.name));
    case "UnaryExpression":
      return unary(node);
    case "BinaryExpression":
      return binary(node);
    case "CallExpression":
      return call(node);
    case "Factorial":
      return factorial(evaluate(child(node.argument)));
    case "Percent":
      return evaluate(child(node.argument)) / 100;
    case "Compound":
      throw notArithmetic(
        node,
        "Write numbers without spaces and thousands separators (1234.5), and every product with *.",
      );
    default:
      throw notArithmetic(node);
  }
}

function literal(value: unknown): number {
  if (typeof value === "number") return value;
  throw notArithmetic({ type: typeof value === "string" ? "text" : String(value) });
}

function constant(name: string): number {
  const value = CONSTANTS.get(name.toLowerCase());
  if (value !== undefined) return value;
  throw unknownName("constant", name, CONSTANTS.keys());
}

function unary(node: SyntaxNode): number {
  const value = evaluate(child(node.argument));
  if (node.operator === "-") return -value;
  if (node.operator === "+") return value;
  throw notArithmetic(node);
}

function binary(node: SyntaxNode): number {
  const [left, right] = [evaluate(child(node.left)), evaluate(child(node.right))];
  switch (node.operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
    case "^":
      return left ** right;
    default:
      throw notArithmetic(node);
  }
}

function call(node: SyntaxNode): number {
  const callee = child(node.callee);
  if (callee.type !== "Identifier")
    throw notArithmetic(callee, "Write a product with *, for example 2*(3+4).");
  const name = String(callee.name);
  const known = FUNCTIONS.get(name.toLowerCase());
  if (known === undefined) throw unknownName("function", name, FUNCTIONS.keys());
  const values = (node.arguments as readonly unknown[]).map((argument) => evaluate(child(argument)));
  checkArity(name, known, values.length);
  return known.apply(...values);
}

function checkArity(name: string, { arity: [least, most] }: ArithmeticFunction, received: number): void {
  if (received >= least && received <= most) return;
  const expected = least === most ? `${least}` : `${least} to ${most}`;
  throw toolErrors.create("EXPRESSION_INVALID", {
    message: `${name} got ${received} arguments; expected ${expected}.`,
    hint: `Write for example ${name}(${Array.from({ length: least }, (_, index) => index + 2).join(", ")}).`,
  });
}

/** A hole in a list, such as `max(1,,2)`, is no node. */
function child(node: unknown): SyntaxNode {
  if (typeof node === "object" && node !== null) return node as SyntaxNode;
  throw notArithmetic({ type: "an empty place" });
}

function unknownName(kind: "constant" | "function", name: string, known: Iterable<string>) {
  const nearest = suggest(name.slice(0, 64), known);
  return toolErrors.create("EXPRESSION_UNKNOWN_NAME", {
    message: `There is no ${kind} ${JSON.stringify(name.slice(0, 64))}.`,
    hint: kind === "constant" ? `${nearest} Replace names of quantities by their numbers.` : nearest,
  });
}

function notArithmetic(
  node: SyntaxNode,
  hint = "Use numbers, + - * / % ^ !, parentheses and functions such as sqrt(2).",
) {
  return toolErrors.create("EXPRESSION_INVALID", {
    message: `The expression has something that is not arithmetic: ${nameOf(node)}.`,
    hint,
  });
}

const NAMES: Readonly<Record<string, string>> = {
  Compound: "several expressions, or a number with spaces or separators",
  SequenceExpression: "a list with commas",
  ArrayExpression: "a list",
  MemberExpression: "a dot or bracket access",
  ThisExpression: '"this"',
  Literal: "a number",
  Identifier: "a constant",
  ConditionalExpression: "a condition",
  Factorial: "a factorial",
  Percent: "a percentage",
};

function nameOf(node: SyntaxNode): string {
  if (node.type === "CallExpression")
    return `a call of ${String((node.callee as SyntaxNode).name ?? "something without a name").slice(0, 64)}`;
  if (typeof node.operator === "string") return `"${node.operator}"`;
  return Object.hasOwn(NAMES, node.type) ? String(NAMES[node.type]) : node.type;
}
