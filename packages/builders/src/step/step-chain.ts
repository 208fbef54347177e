import type { EmitRunEvent } from "@pergola/core";
import {
  createStepWrites,
  type StepChain,
  type StepChainOptions,
  type StepContext,
  type StepGroup,
  type StepWrite,
} from "@pergola/core-steps";
import { builderErrors } from "../errors.ts";
import type { RunContext } from "../run/run-context.ts";
import { StepRunHandle } from "../run/step-run-handle.ts";
import { Transcript } from "../run/transcript.ts";
import { noteChecked } from "./checked-writes.ts";
import type { MadeStep } from "./made-step.ts";
import { narrowRun } from "./narrow-run.ts";
import { plainCopy } from "./plain-copy.ts";
import { type RanSteps, runInOrder } from "./run-in-order.ts";
import type { StepCall } from "./step-call.ts";
import { isInterrupt } from "./step-error.ts";

type Group = Pick<StepGroup, "path" | "isConcurrent" | "isRepeated" | "localKeys">;

/** Which runs of groups have written which keys, for each execution of the step that holds them. */
const writers = new WeakMap<object, Map<string, string>>();

/** The steps of a group as one function: run one after the other, on a copy of the state that nobody else sees. */
export function createStepChain(steps: readonly MadeStep[], group: Group): StepChain {
  const isAtOnce = group.isConcurrent === true || group.isRepeated === true;
  return async (state, context, options = {}) => {
    const outer = { ...StepRunHandle.runOf(context.run), bookmark: options.bookmark };
    const run = aside(labelled(outer, options.label), options.aside);
    const own = { ...state, ...options.locals };
    const inside = isAtOnce ? plainCopy(own) : own;
    const work = runAll(steps, { run, state: inside, config: context }, options.signal);
    const ran = await (isAtOnce ? refuseInterrupts(work, context) : work);
    const kept = withoutLocals(ran.writes, options);
    const merged = kept.filter(([key]) => group.localKeys?.includes(key) !== true);
    noteChecked(kept);
    if (isAtOnce) noteWriters(steps, merged, { context, name: options.label ?? group.path.join(".") });
    return createStepWrites(kept, ran.state);
  };
}

/** The run of what is no part of the conversation. */
function aside(run: RunContext, how: StepChainOptions["aside"]): RunContext {
  if (how === undefined) return run;
  const { streamText, onText } = how;
  const own = { ...run, transcript: new Transcript(run.transcript.given), streamText };
  return onText === undefined ? own : { ...own, emit: telling(run, onText) };
}

/** What runs of other agents inside this one say is theirs: their events have a place already. */
function telling(
  { emit, journal }: RunContext,
  onText: (callId: string, text: string) => void,
): EmitRunEvent {
  const pass = emit ?? journal.emit;
  return (event) => {
    if (event.type === "text-delta" && !("runId" in event)) onText(event.callId, event.text);
    return pass(event);
  };
}

/** Inside `pages[1]` the element `links[2]` is `pages[1].links[2]`. */
function labelled(run: RunContext, label: string | undefined): RunContext {
  if (label === undefined) return run;
  return { ...run, label: run.label === undefined ? label : `${run.label}.${label}` };
}

/** A resumed run would do again what the others have done. @throws INTERRUPT_AT_ONCE */
async function refuseInterrupts<T>(work: Promise<T>, context: StepContext): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    if (!isInterrupt(thrown)) throw thrown;
    throw builderErrors.create("INTERRUPT_AT_ONCE", {
      message: `A step that runs beside others in run ${context.run.id} called interrupt().`,
      hint: "Ask before or after the parallel or map step: a resumed run would do again what the others have done.",
      cause: thrown,
    });
  }
}

async function runAll(
  steps: readonly MadeStep[],
  call: StepCall,
  signal: AbortSignal | undefined,
): Promise<RanSteps> {
  if (signal === undefined) return runInOrder(steps, call);
  using narrow = narrowRun(call.run);
  const onAbort = () => narrow.abort(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await runInOrder(steps, { ...call, run: narrow.run });
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

function withoutLocals(
  writes: readonly StepWrite[],
  { locals = {} }: StepChainOptions,
): readonly StepWrite[] {
  return writes.filter(([key]) => !Object.hasOwn(locals, key));
}

/** The build finds what it can; what a function of the user writes only shows now. @throws CONFLICTING_WRITES */
function noteWriters(
  steps: readonly MadeStep[],
  writes: readonly StepWrite[],
  { context, name }: { readonly context: StepContext; readonly name: string },
): void {
  const known = writers.get(context) ?? new Map<string, string>();
  writers.set(context, known);
  for (const key of new Set(writes.map(([written]) => written))) {
    if (steps[0]?.engine.reducers.has(key)) continue;
    const other = known.get(key);
    if (other !== undefined) throw conflictingWrites(key, other, name);
    known.set(key, name);
  }
}

function conflictingWrites(key: string, other: string, name: string) {
  return builderErrors.create("CONFLICTING_WRITES", {
    message: `"${other}" and "${name}" both wrote "${key}" at the same time, and the key has no reducer.`,
    hint: `Declare the key and how it merges: StateTypeFactory.mergeable(schema, { ${key}: "append" }), or let each write a key of its own.`,
    details: { key, writers: [other, name] },
  });
}
