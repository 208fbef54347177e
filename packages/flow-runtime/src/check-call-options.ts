import { suggest } from "@pergola/core";
import type { CallOptions } from "./call-options.ts";
import { flowErrors } from "./errors.ts";
import type { StopOptions } from "./flow.ts";
import { anObject, aText, type Rule } from "./option-rule.ts";

const aNumber: Rule = (value) =>
  typeof value === "number" && Number.isFinite(value) ? undefined : "a finite number";
const aDuration: Rule = (value) =>
  typeof value === "number" && value >= 0 && Number.isFinite(value) ? undefined : "milliseconds from 0";
const aLimit: Rule = (value) => (typeof value === "number" && value > 0 ? undefined : "a number above 0");

const RULES: Readonly<Record<keyof CallOptions, Rule>> = {
  signal: (value) => (value instanceof AbortSignal ? undefined : "an AbortSignal"),
  deadlineAt: aNumber,
  timeoutMs: aDuration,
  meta: anObject,
  traceId: aText,
  headers: anObject,
  budget: anObject,
  parentTraceId: aText,
  to: aText,
};
const HEADERS: Readonly<Record<string, Rule>> = { tenant: aText, topic: aText, priority: aNumber };
const STOP: Readonly<Record<keyof StopOptions, Rule>> = {
  mode: (value) => (value === "drain" || value === "abort" ? undefined : '"drain" or "abort"'),
  timeoutMs: aDuration,
};
const BUDGET: Readonly<Record<string, Rule>> = {
  hops: aLimit,
  tokens: aLimit,
  onExhausted: (value) => (value === "error" || value === "answer" ? undefined : '"error" or "answer"'),
};

/** @throws INVALID_OPTIONS */
export function checkCallOptions(options: CallOptions): void {
  check("", options, RULES);
  if (options.headers !== undefined) check("headers.", options.headers, HEADERS);
  if (options.budget !== undefined) checkBudget(options.budget);
}

/** @throws INVALID_OPTIONS */
export function checkStopOptions(options: StopOptions): void {
  check("", options, STOP);
}

/** @throws INVALID_OPTIONS */
export function checkBudget(budget: object): void {
  check("budget.", budget, BUDGET);
}

/** @throws INVALID_OPTIONS */
export function checkListener(listener: unknown): void {
  if (typeof listener === "function") return;
  throw invalid(`on() got ${String(listener)}; expected a function.`, "Write flow.on((event) => …).");
}

function check(path: string, given: object, rules: Readonly<Record<string, Rule>>): void {
  if (typeof given !== "object" || given === null)
    throw invalid(`The options are ${String(given)}; expected an object.`, "Leave them out, or pass { … }.");
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    if (rule === undefined)
      throw invalid(`There is no option ${path}${key}.`, suggest(key, Object.keys(rules)));
    const expected = rule(value);
    if (expected !== undefined)
      throw invalid(
        `${path}${key} is ${String(value)}; expected ${expected}.`,
        "Correct it, or leave it out.",
      );
  }
}

const invalid = (message: string, hint: string) => flowErrors.create("INVALID_OPTIONS", { message, hint });
