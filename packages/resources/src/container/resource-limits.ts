import type { ResourceProblem } from "./validation-result.ts";

/** Time limits in milliseconds. */
export interface ResourceLimits {
  readonly startTimeoutMs: number;
  readonly closeTimeoutMs: number;
  readonly healthTimeoutMs: number;
}

const DEFAULT_LIMITS: ResourceLimits = {
  startTimeoutMs: 30_000,
  closeTimeoutMs: 10_000,
  healthTimeoutMs: 5_000,
};

/** Whether something is a time limit: a number above 0 that ends some time. */
export function isLimit(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}

/** The limits that make sense, and what is wrong with the others. */
export function readLimits(given: Partial<ResourceLimits>): {
  readonly limits: ResourceLimits;
  readonly problems: readonly ResourceProblem[];
} {
  const names = Object.keys(DEFAULT_LIMITS) as (keyof ResourceLimits)[];
  const bad = names.filter((name) => given[name] !== undefined && !isLimit(given[name]));
  const limitOf = (name: keyof ResourceLimits) => (isLimit(given[name]) ? given[name] : DEFAULT_LIMITS[name]);
  return {
    limits: {
      startTimeoutMs: limitOf("startTimeoutMs"),
      closeTimeoutMs: limitOf("closeTimeoutMs"),
      healthTimeoutMs: limitOf("healthTimeoutMs"),
    },
    problems: bad.map((name) => limitProblem([name], given[name])),
  };
}

export function limitProblem(path: ResourceProblem["path"], value: unknown): ResourceProblem {
  return {
    path,
    message: `Got ${typeof value === "number" ? value : `a ${typeof value}`}; expected milliseconds above 0.`,
    hint: "Set it to a number of milliseconds above 0, or leave it out.",
  };
}
