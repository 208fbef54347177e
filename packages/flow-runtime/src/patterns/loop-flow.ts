import type { Callable } from "../callable.ts";
import { createFlow } from "../create-flow.ts";
import type { Flow } from "../flow.ts";
import type { AnyNode } from "../flow-node.ts";
import type { FlowOptions } from "../flow-options.ts";
import { innerContext } from "../inner-context.ts";
import { node } from "../node.ts";
import type { NodeContext } from "../node-context.ts";
import type { NodePolicy } from "../node-policy.ts";
import { Outgoing } from "../outgoing.ts";
import type { EdgeList } from "../wiring.ts";
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
  const flow = wireLoop(thinking, acting, { name, clock, logger, createId, random });
  // Only answers leave it.
  return flow as unknown as Callable<WorkingMemory, FinalAnswer>;
}

/** The same for pictures: there is nobody yet to run it for. */
export function loopPicture(name: string, policy: NodePolicy = {}): Pick<Flow, "describe"> {
  const half = (each: string) => node({ name: each, policy }, (memory: unknown) => memory);
  return { describe: () => wireLoop(half("think"), half("act"), { name }).describe() };
}

function wireLoop(thinking: AnyNode, acting: AnyNode, options: Omit<FlowOptions, "edges">): Flow {
  const edges: EdgeList = [
    [thinking, [acting]],
    [acting, [thinking]],
  ];
  const ends = { ingress: [thinking], egress: [thinking] };
  return createFlow({ ...options, ...ends, edges, allowCycles: true }) as Flow;
}

function isFinalAnswer(value: unknown): value is FinalAnswer {
  if (typeof value !== "object" || value === null) return false;
  const { text, citations } = value as Partial<FinalAnswer>;
  return typeof text === "string" && Array.isArray(citations);
}
