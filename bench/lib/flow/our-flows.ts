import { type AnyNode, createFlow, type FlowOptions, joinK, node } from "@pergola/flow-runtime";
import type { z } from "zod";
import type { Run, Step } from "./run.ts";

type Options = Omit<FlowOptions, "edges">;

/** The least that a flow does: nobody observes it, and `currentTrace()` is off. */
export const BARE: Options = { asyncContext: false, maxTraces: 20_000 };

export interface ChainOptions extends Options {
  /** Checks what each node takes and gives. */
  readonly schema?: z.ZodType<number>;
  /** Messages that each node works on at once. Default 1. */
  readonly concurrency?: number;
}

/** Our chain of the steps. */
export function ourChain(
  steps: readonly Step[],
  { schema, concurrency = 1, ...options }: ChainOptions = BARE,
): Run {
  const schemas = schema === undefined ? {} : { input: schema, output: schema };
  const nodes = steps.map(
    (step, place): AnyNode => node({ name: `step-${place}`, policy: { concurrency }, ...schemas }, step),
  );
  return runOf(
    nodes.map((each, place) => [each, nodes.slice(place + 1, place + 2)]),
    options,
  );
}

/** Our fan-out: a message enters at every branch. */
export function ourFanOut(branches: readonly Step[], join: (values: readonly number[]) => number): Run {
  const all = joinK(branches.length, { merge: join });
  return runOf(
    branches.map((step, place) => [node({ name: `branch-${place}` }, step), [all]]),
    BARE,
  );
}

function runOf(edges: readonly (readonly [AnyNode, readonly AnyNode[]])[], options: Options): Run {
  const flow = createFlow({ ...options, edges });
  // Of nodes in a list nobody knows what the first takes and the last gives.
  return flow.call.bind(flow) as (input: unknown) => Promise<unknown> as Run;
}
