import { PergolaError } from "@pergola/core";
import type { FailureInfo } from "./failure-info.ts";

/** What was thrown, as long as nothing has come between: data alone survives a suspension. */
const thrownBy = new WeakMap<FailureInfo, unknown>();

export function keepThrown(failure: FailureInfo, thrown: unknown): FailureInfo {
  thrownBy.set(failure, thrown);
  return failure;
}

/** What a run throws that has failed and that no error step has answered. */
export function thrownOf(failure: FailureInfo): unknown {
  if (thrownBy.has(failure)) return thrownBy.get(failure);
  const { code, message, hint, details } = failure.error;
  return new PergolaError(code, {
    message,
    ...(hint !== undefined && { hint }),
    ...(details && { details }),
  });
}
