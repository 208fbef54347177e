import { isPergolaError, toErrorData } from "@pergola/core";
import type { RunBinding } from "./run-binding.ts";

/** A call of a resource that has ended. */
export interface ResourceCall {
  /** The key that the agent has it under. */
  readonly resource: string;
  /** The name of the method. */
  readonly operation: string;
  readonly latencyMs: number;
  /** Absent when it went well. */
  readonly error?: unknown;
}

/** Tells a run's stream that a call has ended. A call that ends after its run has nobody left to tell. */
export function tellResourceUsed(
  { error, ...call }: ResourceCall,
  { emit, step, label }: Pick<RunBinding, "emit" | "step" | "label">,
): void {
  try {
    emit({
      type: "resource-used",
      ...call,
      ...(error !== undefined && { error: toErrorData(error) }),
      ...(step !== undefined && { step }),
      ...(label !== undefined && { label }),
    });
  } catch (thrown) {
    if (!isPergolaError(thrown, "RUN_SETTLED")) throw thrown;
  }
}

/** Makes a call of a resource, and tells of it when it has ended. */
export async function toldCall<T>(
  of: Pick<ResourceCall, "resource" | "operation">,
  run: Pick<RunBinding, "emit" | "step" | "label">,
  call: () => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  const tell = (failure: Pick<ResourceCall, "error">) =>
    tellResourceUsed({ ...of, latencyMs: performance.now() - startedAt, ...failure }, run);
  try {
    const result = await call();
    tell({});
    return result;
  } catch (error) {
    tell({ error });
    throw error;
  }
}
