import { getEventListeners } from "node:events";
import type { FlowCase, TraceSpec } from "./flow-case.test-helper.ts";
import type { ReferenceRun } from "./reference-run.test-helper.ts";
import type { Told } from "./run-trace.test-helper.ts";
import type { Witness } from "./witness.test-helper.ts";

export interface TraceCheck {
  readonly flowCase: FlowCase;
  readonly witness: Witness;
  readonly told: Told;
  readonly id: string;
  readonly at: number;
  readonly reference: ReferenceRun;
}

const FAILURES = new Set(["NODE_EXCEPTION", "NODE_TIMEOUT"]);

/** Holds what a caller was told against what the trace comes to when it is alone. */
export function checkTrace(check: TraceCheck): void {
  const { flowCase, witness, told, id, at } = check;
  const spec = flowCase.traces[at] as TraceSpec;
  if (told.ends !== 1) {
    witness.violate(`${id} (${spec.mode}) was told of its end ${told.ends} times`);
    return;
  }
  if (told.caller !== undefined && getEventListeners(told.caller.signal, "abort").length > 0)
    witness.violate(`${id} has left a listener at its caller's signal`);
  const outcome = witness.settled.get(id);
  if (outcome === undefined && witness.begun.has(id)) witness.violate(`${id} has begun and not settled`);
  if (told.code === undefined && outcome !== "completed")
    witness.violate(`${id} went well, but is ${outcome}`);
  // A flow that is being stopped gives nothing to who comes to fetch.
  const others = ["TRACE_CANCELLED", "left", ...(flowCase.stopAt === undefined ? [] : ["STOPPED"])];
  if (told.wasCancelled && !others.includes(told.code ?? ""))
    witness.violate(`${id} was cancelled, and its caller was told ${told.code}`);
  const allowed = endingsOf(check, spec);
  if (!allowed.has(told.code))
    witness.violate(
      `${id} (${spec.mode}) has ended with ${told.code}; expected ${[...allowed].join(" or ")}`,
    );
  checkResults(check, spec);
}

function endingsOf({ flowCase, reference }: TraceCheck, spec: TraceSpec): Set<string | undefined> {
  const { isLoose, stopAt } = flowCase;
  const isExhausted = spec.hopBudget !== undefined && reference.rounds >= spec.hopBudget;
  const hasMany = spec.mode === "call" && reference.results.length > 1;
  const endings = new Set<string | undefined>();
  if (reference.fails || isLoose) for (const code of FAILURES) endings.add(code);
  // An attempt that times out while it hands over what it gives is made again, and gives it again.
  if (isExhausted || (isLoose && spec.hopBudget !== undefined)) endings.add("HOP_BUDGET_EXHAUSTED");
  if (hasMany || (isLoose && spec.mode === "call")) endings.add("MULTIPLE_RESULTS");
  if (!(reference.fails || isExhausted || hasMany) || isLoose) endings.add(undefined);
  if (spec.cancel !== undefined) endings.add("TRACE_CANCELLED");
  if (spec.timeoutMs !== undefined) {
    endings.add("DEADLINE_EXCEEDED");
    // A flow that is called in the very moment of the deadline may tell its caller of it first.
    if (flowCase.nodes.some(({ kind }) => kind === "caller")) endings.add("NODE_EXCEPTION");
  }
  if (stopAt !== undefined) endings.add("STOPPED");
  if (spec.leaveAfter !== undefined) endings.add("left");
  return endings;
}

function checkResults({ flowCase, witness, told, id, reference }: TraceCheck, spec: TraceSpec): void {
  if (flowCase.isLoose) return;
  const expected = [...reference.results];
  for (const result of told.results) {
    const at = expected.indexOf(result);
    if (at === -1) witness.violate(`${id} (${spec.mode}) has a result of somebody else: ${result}`);
    else expected.splice(at, 1);
  }
  if (told.code === undefined && expected.length > 0)
    witness.violate(`${id} (${spec.mode}) lacks ${expected.length} results of ${reference.results.length}`);
}
