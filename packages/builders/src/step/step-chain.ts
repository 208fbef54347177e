import {
  createStepWrites,
  type StepChain,
  type StepChainOptions,
  type StepContext,
  type StepGroup,
  type StepWrite,
} from "@pergola/core-steps";
import { builderErrors } from "../errors.ts";
import { StepRunHandle } from "../run/step-run-handle.ts";
import type { MadeStep } from "./made-step.ts";
import { narrowRun } from "./narrow-run.ts";
import { plainCopy } from "./plain-copy.ts";
import { runInOrder } from "./run-in-order.ts";
import type { StepCall } from "./step-call.ts";

type Group = Pick<StepGroup, "path" | "isConcurrent" | "isRepeated" | "localKeys">;

/** Which runs of groups have written which keys, for each execution of the step that holds them. */
const writers = new WeakMap<object, Map<string, string>>();

/** The steps of a group as one function: run one after the other, on a copy of the state that nobody else sees. */
export function createStepChain(steps: readonly MadeStep[], group: Group): StepChain {
  const isAtOnce = group.isConcurrent === true || group.isRepeated === true;
  return async (state, context, options = {}) => {
    const run = StepRunHandle.runOf(context.run);
    const own = { ...state, ...options.locals };
    const inside = isAtOnce ? plainCopy(own) : own;
    const writes = await runAll(
      steps,
      { run, state: inside, config: context, label: options.label },
      options.signal,
    );
    const kept = withoutLocals(writes, options);
    const merged = kept.filter(([key]) => group.localKeys?.includes(key) !== true);
    if (isAtOnce) noteWriters(steps, merged, { context, name: options.label ?? group.path.join(".") });
    return createStepWrites(kept);
  };
}

async function runAll(
  steps: readonly MadeStep[],
  call: StepCall,
  signal: AbortSignal | undefined,
): Promise<readonly StepWrite[]> {
  if (signal === undefined) return (await runInOrder(steps, call)).writes;
  using narrow = narrowRun(call.run);
  const onAbort = () => narrow.abort(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return (await runInOrder(steps, { ...call, run: narrow.run })).writes;
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
    hint: `Declare how they merge: StateTypeFactory.mergeable(schema, { ${key}: "append" }), or let each write a key of its own.`,
    details: { key, writers: [other, name] },
  });
}
