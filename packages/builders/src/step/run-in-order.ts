import { type StepWrite, stepErrors } from "@pergola/core-steps";
import type { MadeStep, Reducer } from "./made-step.ts";
import { runStep } from "./run-step.ts";
import type { StepCall } from "./step-call.ts";

type State = Readonly<Record<string, unknown>>;

/** What steps have left behind. */
export interface RanSteps {
  /** What they wrote, in order. */
  readonly writes: readonly StepWrite[];
  /** The state with these writes in it: a reducer may give another value when it is asked twice. */
  readonly state: State;
}

/** Runs steps one after the other, each on the state that the others have left. @throws STEP_BAD_RESULT for a jump */
export async function runInOrder(steps: readonly MadeStep[], call: StepCall): Promise<RanSteps> {
  const writes: StepWrite[] = [];
  let state: State = call.state;
  for (const made of steps) {
    call.run.signal.throwIfAborted();
    const changes = await runStep(made, { ...call, state });
    if (changes.command !== undefined) refuseJump(made, changes.command);
    writes.push(...changes.writes);
    state = applyWrites(state, changes.writes, made.engine.reducers);
  }
  return { writes, state };
}

/** The state after some writes, as LangGraph's channels would make it. */
export function applyWrites(
  state: State,
  writes: readonly StepWrite[],
  reducers: ReadonlyMap<string, Reducer>,
): State {
  if (writes.length === 0) return state;
  const next: Record<string, unknown> = { ...state };
  for (const [key, value] of writes) {
    // zod and LangGraph drop it; assigned, it would change what the state inherits.
    if (key === "__proto__") continue;
    const reduce = reducers.get(key);
    next[key] = reduce === undefined ? value : reduce(next[key], value);
  }
  return next;
}

/** A command to go somewhere is for a step that has said so: it works in a graph, and nowhere else. @throws STEP_BAD_RESULT */
export function refuseJump({ planned }: MadeStep, command: { readonly goto?: unknown }): void {
  const isJump = Array.isArray(command.goto) ? command.goto.length > 0 : command.goto !== undefined;
  if (!isJump) return;
  throw stepErrors.create("STEP_BAD_RESULT", {
    message: `The step "${planned.nodeName}" returned a Command that goes somewhere, which only a step with needsGraph at the top level of an agent can.`,
    hint: "Give the step needsGraph: true, or use a branch step.",
    details: { step: planned.nodeName },
  });
}
