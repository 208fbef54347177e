import type { ActivitySnapshot } from "./activity/activity-snapshot.ts";
import { vizErrors } from "./errors.ts";

export type Direction = "TB" | "LR";

export interface DrawOptions {
  /** From top to bottom, or from left to right. Default `TB`. */
  readonly direction?: Direction;
  /** Write below each node what its policy says. Default false. */
  readonly showPolicies?: boolean;
  /** Write below each node what kind it is, where it is no plain node. Default false. */
  readonly showKinds?: boolean;
  /** Mark what runs and what failed, with latency and queue. Default: nothing is marked. */
  readonly activity?: ActivitySnapshot;
}

const OPTIONS = ["direction", "showPolicies", "showKinds", "activity", "theme"];

/** An option that there is not is a slip of the pen, and would do nothing. @throws INVALID_DRAWING */
export function checkOptionNames(options: object): void {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown === undefined) return;
  throw vizErrors.create("INVALID_DRAWING", {
    message: `A drawing has no option ${JSON.stringify(unknown)}.`,
    hint: `The options are ${OPTIONS.join(", ")}.`,
    details: { option: unknown },
  });
}

/** @throws INVALID_DRAWING */
export function requireOneOf<Value extends string>(
  option: string,
  value: Value | undefined,
  allowed: readonly [Value, ...Value[]],
): Value {
  if (value === undefined) return allowed[0];
  if (allowed.includes(value)) return value;
  throw vizErrors.create("INVALID_DRAWING", {
    message: `The option ${option} is ${JSON.stringify(value)}; expected one of ${allowed.join(", ")}.`,
    hint: `Leave it out for ${allowed[0]}.`,
    details: { option },
  });
}
