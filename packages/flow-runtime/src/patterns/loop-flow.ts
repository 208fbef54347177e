import type { Callable } from "../callable.ts";
import { createFlow } from "../create-flow.ts";
import { innerContext } from "../inner-context.ts";
import { node } from "../node.ts";
import type { NodeContext } from "../node-context.ts";
import type { NodePolicy } from "../node-policy.ts";
import { Outgoing } from "../outgoing.ts";
import type { FinalAnswer, WorkingMemory } from "../working-memory.ts";
import { type LoopContext, loopContext } from "./loop-context.ts";

/** One thing or a promise of it. */
type Soon<Value> = Value | PromiseLike<Value>;

/** The two halves of a round. */
export interface LoopWork<Action> {
  /** Says what to do next, or the answer. */
  readonly think: (memory: WorkingMemory, context: LoopContext) => Soon<Action | FinalAnswer>;
  /** Does it. What it returns goes into the memory; `hops` is the runtime's to count. */
  readonly act: (
    action: Action,
    memory: WorkingMemory,
    context: LoopContext,
  ) => Soon<Partial<WorkingMemory> | undefined>;
  /** Of `think` and of `act`, each for itself: a retry repeats one half of one round. */
  readonly policy?: NodePolicy;
}

interface Planned<Action> {
  readonly memory: WorkingMemory;
  readonly action: Action;
}

/** think → act → think, with the way out at think. The edge that closes the loop is where the budget is checked. */
export function loopFlow<Action>(
  name: string,
  { think, act, policy = {} }: LoopWork<Action>,
  around: NodeContext,
): Callable<WorkingMemory, FinalAnswer> {
  const { clock, logger, createId, random } = innerContext(around).surroundings;
  const thinking = node({ name: "think", policy }, async (memory: WorkingMemory, context) => {
    const next = await think(memory, loopContext(context, around));
    if (next === undefined || next === null)
      throw new TypeError(`think of "${name}" gave ${next}; expected an action or finalAnswer(…).`);
    return isFinalAnswer(next)
      ? new Outgoing(next, undefined, ["egress"])
      : new Outgoing({ memory, action: next } satisfies Planned<Action>, undefined, ["act"]);
  });
  const acting = node({ name: "act", policy }, async ({ memory, action }: Planned<Action>, context) => {
    const update = await act(action, memory, loopContext(context, around));
    return Object.freeze({ ...memory, ...update, hops: memory.hops });
  });
  const edges = [
    [thinking, [acting]],
    [acting, [thinking]],
  ] as const;
  const ends = { ingress: [thinking], egress: [thinking] };
  const flow = createFlow({ name, edges, ...ends, allowCycles: true, clock, logger, createId, random });
  // Only answers leave it.
  return flow as unknown as Callable<WorkingMemory, FinalAnswer>;
}

function isFinalAnswer(value: unknown): value is FinalAnswer {
  if (typeof value !== "object" || value === null) return false;
  const { text, citations } = value as Partial<FinalAnswer>;
  return typeof text === "string" && Array.isArray(citations);
}
