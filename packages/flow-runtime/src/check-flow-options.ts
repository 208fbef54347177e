import { suggest } from "@pergola/core";
import { flowErrors } from "./errors.ts";
import type { FlowOptions } from "./flow-options.ts";
import { anObject, aText, type Rule } from "./option-rule.ts";

const aFunction: Rule = (value) => (typeof value === "function" ? undefined : "a function");
const aFlag: Rule = (value) => (typeof value === "boolean" ? undefined : "true or false");
const aList: Rule = (value) => (Array.isArray(value) ? undefined : "a list");
const atLeast =
  (least: number): Rule =>
  (value) =>
    Number.isInteger(value) && (value as number) >= least ? undefined : `a whole number of at least ${least}`;

const RULES: Readonly<Record<keyof FlowOptions, Rule>> = {
  name: aText,
  edges: aList,
  ingress: aList,
  egress: aList,
  registry: anObject,
  queueSize: atLeast(0),
  maxTraces: atLeast(0),
  allowCycles: aFlag,
  budget: anObject,
  onEvent: aFunction,
  eventMeta: aList,
  errorsAsResults: aFlag,
  history: anObject,
  asyncContext: aFlag,
  logger: anObject,
  clock: anObject,
  createId: aFunction,
  random: aFunction,
};

/** @throws INVALID_FLOW */
export function checkFlowOptions(options: FlowOptions): void {
  if (typeof options !== "object" || options === null || !Array.isArray(options.edges))
    throw invalid("createFlow() got no edges.", "Write createFlow({ edges: [a.to(b)] }).");
  for (const [key, value] of Object.entries(options)) {
    if (!Object.hasOwn(RULES, key))
      throw invalid(
        `createFlow() got the option "${key}", which there is not.`,
        suggest(key, Object.keys(RULES)),
      );
    const expected = value === undefined ? undefined : RULES[key as keyof FlowOptions](value);
    if (expected !== undefined)
      throw invalid(
        `createFlow() got ${key} = ${String(value)}; expected ${expected}.`,
        "Correct it, or leave it out.",
      );
  }
}

const invalid = (message: string, hint: string) => flowErrors.create("INVALID_FLOW", { message, hint });
