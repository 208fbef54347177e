import { isPergolaError } from "@pergola/core";
import type { FlowErrorCode, TraceOutcome } from "@pergola/flow-runtime";
import type { FlowRun } from "../run/flow-run.ts";
import { type TraceEvents, visitedNodes } from "../run/trace-events.ts";

/** What `expect(…)` can do once the subpath is imported. */
export interface FlowMatchers<Result> {
  /** A run ended so. */
  toSettleAs(outcome: TraceOutcome): Result;
  /** A run, or an error, has this code. */
  toFailWith(code: FlowErrorCode | (string & {})): Result;
  /** A trace visited these nodes in this order; others may lie between. With `not`: it visited none of them. */
  toHaveVisited(nodes: readonly string[]): Result;
}

interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
  readonly actual?: unknown;
  readonly expected?: unknown;
}

interface MatcherState {
  readonly isNot?: boolean;
}

/** For `expect.extend()` of an `expect` that is not vitest's own global one. */
export const flowMatchers = {
  toSettleAs(received: unknown, outcome: TraceOutcome): Verdict {
    if (!isRun(received)) return noRun("toSettleAs", received);
    const { outcome: actual, error } = received;
    const why = error === undefined ? "" : ` (${error.code}: ${error.message})`;
    return {
      pass: actual === outcome,
      message: () =>
        `Expected the trace ${actual === outcome ? "not " : ""}to settle as ${outcome}; it settled as ${actual}${why}.`,
      actual,
      expected: outcome,
    };
  },

  toFailWith(received: unknown, code: string): Verdict {
    if (!isRun(received) && !(received instanceof Error)) return noRun("toFailWith", received);
    const error = isRun(received) ? received.error : received;
    const actual = isPergolaError(error) ? error.code : undefined;
    const got =
      error === undefined
        ? "it did not fail"
        : `got ${actual ?? "an error without a code"}: ${error.message}`;
    return {
      pass: actual === code,
      message: () =>
        `Expected ${actual === code ? "another failure than" : "a failure with"} ${code}; ${got}.`,
      actual,
      expected: code,
    };
  },

  toHaveVisited(this: MatcherState, received: unknown, nodes: readonly string[]): Verdict {
    if (!isTrace(received)) return noRun("toHaveVisited", received);
    const visited = visitedNodes(received);
    const wanted = nodes.join(" → ");
    return this.isNot === true
      ? {
          pass: nodes.some((name) => visited.includes(name)),
          message: () =>
            `Expected that none of ${nodes.join(", ")} is visited; visited: ${visited.join(" → ")}.`,
        }
      : {
          pass: isSubsequence(nodes, visited),
          message: () =>
            `Expected the trace to visit ${wanted} in this order; visited: ${visited.join(" → ") || "nothing"}.`,
          actual: visited,
          expected: nodes,
        };
  },
};

function isSubsequence(names: readonly string[], visited: readonly string[]): boolean {
  let next = 0;
  for (const name of visited) if (name === names[next]) next++;
  return next === names.length;
}

function isTrace(value: unknown): value is TraceEvents {
  return typeof value === "object" && value !== null && Array.isArray((value as { events?: unknown }).events);
}

function isRun(value: unknown): value is FlowRun {
  return isTrace(value) && "outcome" in value;
}

/** Neither passes nor passes negated. */
function noRun(matcher: string, received: unknown): never {
  throw new TypeError(
    `${matcher} needs what runOne() resolves with, got ${received instanceof Promise ? "a promise: await it" : String(received)}.`,
  );
}
