import { factorial } from "./factorial.ts";

/** A function that expressions may call: takes and returns numbers, in constant or linear time. */
export interface ArithmeticFunction {
  /** Least and most arguments. */
  readonly arity: readonly [least: number, most: number];
  readonly apply: (...values: number[]) => number;
}

const MANY = 100;
const one = (apply: (value: number) => number): ArithmeticFunction => ({ arity: [1, 1], apply });
const two = (apply: (a: number, b: number) => number): ArithmeticFunction => ({ arity: [2, 2], apply });
const many = (apply: (...values: number[]) => number): ArithmeticFunction => ({ arity: [1, MANY], apply });
const sum = (...values: number[]) => values.reduce((total, value) => total + value, 0);

/** Everything that can be called. A Map, so that no name reaches a prototype. */
export const FUNCTIONS: ReadonlyMap<string, ArithmeticFunction> = new Map([
  ["abs", one(Math.abs)],
  ["acos", one(Math.acos)],
  ["asin", one(Math.asin)],
  ["atan", one(Math.atan)],
  ["atan2", two(Math.atan2)],
  ["average", many((...values) => sum(...values) / values.length)],
  ["cbrt", one(Math.cbrt)],
  ["ceil", one(Math.ceil)],
  ["cos", one(Math.cos)],
  ["cosh", one(Math.cosh)],
  ["exp", one(Math.exp)],
  ["factorial", one(factorial)],
  ["floor", one(Math.floor)],
  ["hypot", many(Math.hypot)],
  ["ln", one(Math.log)],
  ["log", { arity: [1, 2], apply: logarithm }],
  ["log10", one(Math.log10)],
  ["log2", one(Math.log2)],
  ["max", many(Math.max)],
  ["min", many(Math.min)],
  ["mod", two((a, b) => a - b * Math.floor(a / b))],
  ["pow", two((a, b) => a ** b)],
  ["round", { arity: [1, 2], apply: roundTo }],
  ["sign", one(Math.sign)],
  ["sin", one(Math.sin)],
  ["sinh", one(Math.sinh)],
  ["sqrt", one(Math.sqrt)],
  ["sum", many(sum)],
  ["tan", one(Math.tan)],
  ["tanh", one(Math.tanh)],
  ["trunc", one(Math.trunc)],
]);

export const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ["e", Math.E],
  ["pi", Math.PI],
  ["tau", 2 * Math.PI],
]);

/** Natural without a base. Bases 2 and 10 go the exact way. */
function logarithm(value: number, base?: number): number {
  if (base === undefined) return Math.log(value);
  if (base === 10) return Math.log10(value);
  return base === 2 ? Math.log2(value) : Math.log(value) / Math.log(base);
}

function roundTo(value: number, digits = 0): number {
  if (digits === 0) return Math.round(value);
  const isUsable = Number.isInteger(digits) && digits > 0 && digits <= 15;
  if (!isUsable) return Number.NaN;
  return Math.abs(value) < 1e21 ? Number(value.toFixed(digits)) : value;
}
