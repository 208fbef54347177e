import {
  type AnyNode,
  branch,
  controllerLoop,
  createFlow,
  type Flow,
  finalAnswer,
  joinK,
  mapNode,
  type NodeOptions,
  node,
  parallel,
  policyRouter,
  predicateRouter,
  race,
  reduceNode,
  type StandardSchema,
  unionRouter,
} from "@pergola/flow-runtime";

/** Work that is done in a node, whatever kind of node it is. */
export type NodeWork = (payload: unknown, signal: AbortSignal) => unknown;

/** Something that makes a node which does some work. Its messages are texts. */
export interface NodeSubject {
  readonly name: string;
  make(options: NodeOptions, work: NodeWork): AnyNode;
  /** A message as it takes it. */
  readonly pack?: (payload: string) => unknown;
}

/** Work as a schema, for nodes whose own work is at once or not the caller's: the check is a part of the attempt. */
function working(work: NodeWork): StandardSchema {
  const validate = async (value: unknown) => {
    await work(value, new AbortController().signal);
    return { value };
  };
  return { "~standard": { version: 1, vendor: "ledger", validate } };
}

/** A branch that does some work. */
const branchOf = (work: NodeWork) => ({
  only: node({ name: "only" }, (payload: unknown, { signal }) => work(payload, signal)),
});

export const PLAIN: NodeSubject = {
  name: "node()",
  make: (options, work) => node(options, (payload: unknown, { signal }) => work(payload, signal)),
};

export const PREDICATE_ROUTER: NodeSubject = {
  name: "predicateRouter()",
  make: (options, work) =>
    predicateRouter(options as object & { name: string }, async (payload: unknown, { signal }) => {
      await work(payload, signal);
      return null;
    }),
};

export const POLICY_ROUTER: NodeSubject = {
  name: "policyRouter()",
  make: (options, work) =>
    policyRouter(options as object & { name: string }, async ({ payload }) => {
      await work(payload, new AbortController().signal);
      return null;
    }),
};

export const MAP_NODE: NodeSubject = {
  name: "mapNode()",
  make: (options, work) => mapNode(options, (item: unknown, { signal }) => work(item, signal)),
  pack: (payload) => [payload],
};

export const BRANCH: NodeSubject = {
  name: "branch()",
  make: (options, work) => branch(options, () => "only", branchOf(work)),
};

export const PARALLEL: NodeSubject = {
  name: "parallel()",
  make: (options, work) => parallel(options, branchOf(work)),
};

export const RACE: NodeSubject = {
  name: "race()",
  make: (options, work) => race(options, branchOf(work)),
};

export const UNION_ROUTER: NodeSubject = {
  name: "unionRouter()",
  make: (options, work) => unionRouter({ ...options, input: working(work), output: undefined as never }),
  pack: (kind) => ({ kind }),
};

export const REDUCE_NODE: NodeSubject = {
  name: "reduceNode()",
  make: (options, work) =>
    reduceNode({ ...options, input: working(work), initial: () => 0, reduce: (count: number) => count + 1 }),
};

export const JOIN: NodeSubject = {
  name: "joinK()",
  make: (options, work) => joinK(1, { ...options, input: working(work) }),
};

/** The policy of a loop is that of its halves. */
export const LOOP: NodeSubject = {
  name: "controllerLoop()",
  make: (options, work) =>
    controllerLoop({
      ...options,
      async think({ query }, { signal }) {
        await work(query, signal);
        return finalAnswer("done");
      },
      act: () => undefined,
    }),
};

/** A flow of that node alone. */
export const alone = (made: AnyNode, options: object = {}): Flow =>
  createFlow({ ...options, edges: [[made, []]] });
