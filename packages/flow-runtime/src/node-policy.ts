import type { RetryPolicy } from "@pergola/core";
import { flowErrors } from "./errors.ts";

/** What is checked: what a node takes, what it gives, both or none. */
export type Validate = "both" | "in" | "out" | "none";

/** How the runtime treats a node. */
export interface NodePolicy extends RetryPolicy {
  /** What is checked against the node's schemas. Default `both`, as far as there are schemas. */
  readonly validate?: Validate;
  /** Longest time of one attempt, in milliseconds. Default: none. */
  readonly timeoutMs?: number;
  /** Spread each wait before a retry at random between half and all of it. Default false. */
  readonly jitter?: boolean;
  /** Which errors are worth another try. Default: all but a failed validation. */
  readonly retryIf?: (error: unknown) => boolean;
  /** How many messages the node works on at once. Default 1. */
  readonly concurrency?: number;
  /** Whether messages of one trace may be worked on at once and overtake each other. Default false. */
  readonly unordered?: boolean;
}

/** A policy with its defaults. */
export type ResolvedPolicy = NodePolicy &
  Required<Pick<NodePolicy, "validate" | "maxRetries" | "jitter" | "concurrency" | "unordered">>;

const DEFAULTS = Object.freeze({
  validate: "both",
  maxRetries: 0,
  jitter: false,
  concurrency: 1,
  unordered: false,
} as const);

const LEAST: Readonly<Record<string, number>> = {
  timeoutMs: Number.MIN_VALUE,
  maxRetries: 0,
  backoffBaseMs: 0,
  backoffFactor: 1,
  maxBackoffMs: 0,
  concurrency: 1,
};
const WHOLE = new Set(["maxRetries", "concurrency"]);
const FLAGS: Readonly<Record<string, readonly unknown[]>> = {
  validate: ["both", "in", "out", "none"],
  unordered: [true, false],
  jitter: [true, false],
};

/** Completes a policy. @throws INVALID_NODE */
export function resolvePolicy(nodeName: string, policy: NodePolicy = {}): ResolvedPolicy {
  if (typeof policy !== "object" || policy === null)
    throw flowErrors.create("INVALID_NODE", {
      message: `The policy of node "${nodeName}" is ${String(policy)}; expected an object.`,
      hint: "Leave it out for the default.",
      details: { node: nodeName },
    });
  for (const [key, value] of Object.entries(policy)) {
    const problem = value === undefined ? undefined : problemOf(key, value);
    if (problem === undefined) continue;
    throw flowErrors.create("INVALID_NODE", {
      message: `The policy of node "${nodeName}" has ${key} = ${String(value)}; expected ${problem}.`,
      hint: "Correct it, or leave it out for the default.",
      details: { node: nodeName, key },
    });
  }
  const given = Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== undefined));
  return { ...DEFAULTS, ...given };
}

function problemOf(key: string, value: unknown): string | undefined {
  if (key === "retryIf") return typeof value === "function" ? undefined : "a function";
  const flags = Object.hasOwn(FLAGS, key) ? FLAGS[key] : undefined;
  if (flags !== undefined) return flags.includes(value) ? undefined : `one of ${flags.join(", ")}`;
  const least = Object.hasOwn(LEAST, key) ? LEAST[key] : undefined;
  if (least === undefined)
    return `one of the keys ${[...Object.keys(LEAST), ...Object.keys(FLAGS), "retryIf"].join(", ")}`;
  const isNumber = typeof value === "number" && Number.isFinite(value) && value >= least;
  if (isNumber && (!WHOLE.has(key) || Number.isInteger(value))) return undefined;
  return `a ${WHOLE.has(key) ? "whole " : ""}number ${key === "timeoutMs" ? "above 0" : `of at least ${least}`}`;
}
