import {
  type ControllerLoopOptions,
  controllerLoop,
  createFlow,
  type Flow,
  type JoinMerge,
  type JoinOptions,
  joinK,
  type NodeOptions,
  node,
  type ReduceOptions,
  reduceNode,
} from "@pergola/flow-runtime";
import { createVirtualTime } from "@pergola/testkit";
import { z } from "zod";
import { entry, type Ledger } from "../../ledger.ts";
import { ending, pause } from "../../probes/flows.ts";
import * as subjects from "../../probes/node-subjects.ts";
import { NUMBER_OR_TEXT } from "../../probes/schemas.ts";
import { budgetEntries, budgetSchema } from "./budget.ts";
import {
  attemptEntries,
  commonEntries,
  cycleEntry,
  overlapEntries,
  ownSchemaEntry,
  patternShape,
  policySchema,
  subflowsEntry,
} from "./node-settings.ts";

const schema = z.custom<NodeOptions["input"]>();
const work = z.custom<(payload: never) => unknown>();

type Reduce = ReduceOptions<string, unknown, unknown>;

/** Two messages of one trace, put together. */
const reduced = (options: Pick<Reduce, "initial" | "reduce"> & Partial<Reduce>) => {
  const source = node({ name: "source" }, async (_: unknown, { emit }) => {
    await emit("1");
    await emit("2");
  });
  const flow: Flow = createFlow({ edges: [[source, [reduceNode({ name: "sum", ...options })]]] });
  return flow.call("go");
};
const list = {
  initial: (): unknown => [],
  reduce: (kept: unknown, payload: unknown) => [...(kept as []), payload],
};

const reduceLedger: Ledger = {
  name: subjects.REDUCE_NODE.name,
  schema: z.strictObject({ ...patternShape, input: schema, initial: work, reduce: work } satisfies Record<
    keyof Reduce,
    z.ZodType
  >),
  entries: [
    ...commonEntries(subjects.REDUCE_NODE),
    cycleEntry(subjects.REDUCE_NODE),
    subflowsEntry(subjects.REDUCE_NODE),
    ...attemptEntries(subjects.REDUCE_NODE),
    ...overlapEntries(subjects.REDUCE_NODE),
    ownSchemaEntry(subjects.REDUCE_NODE),
    entry("input", NUMBER_OR_TEXT, (input) => reduced({ ...list, input })),
    entry("initial", [["a"], ["b"]], (initial) => reduced({ ...list, initial: () => initial })),
    entry("reduce", ["first", "last"], (which) =>
      reduced({
        initial: () => "",
        reduce: (kept, payload) => (which === "first" ? kept || payload : payload),
      }),
    ),
  ],
};

type Join = JoinOptions & JoinMerge<unknown, unknown>;

/** Three nodes that send to a join, the third one late: what comes of it, and when. */
async function joined(options: Join & { readonly k?: number }) {
  const { k = 3, ...rest } = options;
  const time = createVirtualTime();
  const source = node({ name: "source" }, (payload: unknown) => payload);
  const senders = [0, 0, 1_000].map((delayMs, index) =>
    node({ name: `sender-${index}` }, async (_: unknown, { emit }) => {
      await pause(time, delayMs);
      await emit(`${index}`, { meta: { from: index } });
    }),
  );
  const join = joinK(k, rest);
  const flow = createFlow({
    ...time.seams,
    edges: [[source, senders], ...senders.map((sender) => [sender, [join]] as const)],
  });
  const results: unknown[] = [];
  const read = async () => {
    for await (const item of flow.stream("go"))
      if (item.type === "result") results.push({ value: item.value, meta: item.meta });
    return results;
  };
  return ending(time, read());
}

const joinLedger: Ledger = {
  name: subjects.JOIN.name,
  schema: z.strictObject({
    k: z.number(),
    name: z.string(),
    input: schema,
    merge: work,
    timeoutMs: z.number(),
    onIncomplete: z.enum(["error", "emit"]),
    reduceMeta: z.custom<Join["reduceMeta"]>(),
    queueSize: z.number(),
    description: z.string(),
    allowCycle: z.boolean(),
  } satisfies Record<keyof Join | "k", z.ZodType>),
  entries: [
    ...commonEntries(subjects.JOIN),
    cycleEntry(subjects.JOIN),
    entry("k", [1, 3], (k) => joined({ k })),
    entry("input", NUMBER_OR_TEXT, (input) => joined({ input })),
    entry("merge", [0, 1], (index) => joined({ merge: (items) => items[index] })),
    entry("timeoutMs", [100, 300], (timeoutMs) => joined({ timeoutMs })),
    entry("onIncomplete", ["error", "emit"] as const, (onIncomplete) =>
      joined({ timeoutMs: 100, onIncomplete }),
    ),
    entry("reduceMeta", ["first", "last"], (which) =>
      joined({ reduceMeta: (current, update) => (which === "first" ? current : update) }),
    ),
  ],
};

type Loop = ControllerLoopOptions<string, unknown>;

/** What a loop gives that never comes to an answer of its own. */
async function looped(options: Partial<Loop>) {
  const time = createVirtualTime();
  let rounds = 0;
  const loop = controllerLoop({
    think: (_, { addTokens }) => {
      addTokens(5);
      return { round: ++rounds };
    },
    act: () => undefined,
    ...options,
  });
  const result = await ending(time, createFlow({ ...time.seams, edges: [loop.to()] }).call("Why?"));
  return { result, rounds };
}

const loopLedger: Ledger = {
  name: subjects.LOOP.name,
  schema: z.strictObject({
    name: z.string(),
    queueSize: z.number(),
    description: z.string(),
    budget: budgetSchema,
    policy: policySchema,
    think: work,
    act: work,
  } satisfies Record<keyof Loop, z.ZodType>),
  exceptions: {
    "policy.validate": "Neither half of a loop has a schema.",
    "policy.concurrency": "Each loop is a flow of its own, which has one message.",
    "policy.unordered": "Each loop is a flow of its own, which has one message.",
  },
  entries: [
    ...commonEntries(subjects.LOOP),
    ...attemptEntries(subjects.LOOP),
    ...budgetEntries("budget.", (budget) => looped({ budget })),
    entry("think", ["yes", "no"], (text) => looped({ think: () => ({ text, citations: [] }) })),
    entry("act", [1, 2], async (fact) => {
      const facts: unknown[] = [];
      await looped({
        think: (memory) => facts.push(...memory.facts),
        act: () => ({ facts: [fact] }),
        budget: { hops: 2 },
      });
      return facts;
    }),
  ],
};
/** Nodes that put messages together, or send them round. */
export const gatheringLedgers: readonly Ledger[] = [reduceLedger, joinLedger, loopLedger];
