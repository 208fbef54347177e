import type { InvokeOptions, RunCaller } from "@pergola/core";
import type { RunContext } from "./run-context.ts";

/** What a run inside this one is called with: it is for the same user, stops with it, tells of itself and spends from the same. */
export function invokeOptions(run: RunContext, caller: RunCaller): InvokeOptions {
  const { id: parentRunId, scope, signal, journal, emit = journal.emit, retryBudget, budget, depth } = run;
  return { scope, signal, parentRunId, caller, emit, retryBudget, budget, depth: depth + 1 };
}
