import {
  type AnyNode,
  controllerLoop,
  createFlow,
  createInMemoryHistory,
  type DictRoutingOptions,
  DictRoutingPolicy,
  type Flow,
  type FlowActivityOptions,
  finalAnswer,
  flowActivity,
  type MapConcurrentOptions,
  ModelRegistry,
  mapConcurrent,
  type NodeSchemas,
  node,
  policyRouter,
  type WhenTargets,
  type WorkingMemory,
  when,
  workingMemory,
} from "@pergola/flow-runtime";
import { createVirtualTime } from "@pergola/testkit";
import { z } from "zod";
import { entry, type Ledger } from "../../ledger.ts";
import { abortAfter, ending, flowOf, Overlap, outcome, pause } from "../../probes/flows.ts";
import { NUMBER_OR_TEXT } from "../../probes/schemas.ts";

const aNode = z.custom<{ name: string }>();
const one: AnyNode = node({ name: "one" }, (_: unknown) => "one");
const two: AnyNode = node({ name: "two" }, (_: unknown) => "two");

const mapLedger: Ledger = {
  name: "mapConcurrent()",
  schema: z.strictObject({ concurrency: z.number(), signal: z.custom<AbortSignal>() } satisfies Record<
    keyof MapConcurrentOptions,
    z.ZodType
  >),
  entries: [
    entry("concurrency", [1, 2], async (concurrency) => {
      const time = createVirtualTime();
      const atWork = new Overlap();
      await time.settle(
        mapConcurrent([1, 2, 3], () => atWork.during(() => pause(time, 10)), { concurrency }),
      );
      return atWork.most;
    }),
    entry("signal", [100, 200], async (delayMs) => {
      const time = createVirtualTime();
      const signal = abortAfter(time, delayMs);
      const work = mapConcurrent([1], () => pause(time, 1_000, signal), { signal });
      await time.settle(work.catch(() => undefined));
      return time.now;
    }),
  ],
};

/** Where a message goes over a conditional edge, and by what it is decided. */
async function conditional(targets: WhenTargets, payload: string) {
  const source = node({ name: "source" }, (text: unknown) => text);
  const visited: unknown[] = [];
  const flow: Flow = createFlow({
    edges: [...when(source, (text) => text === "yes", targets)],
    onEvent: ({ type, nodeName }) => void (type === "node-started" && visited.push(nodeName)),
  });
  await flow.call(payload);
  return visited;
}

const whenLedger: Ledger = {
  name: "when()",
  schema: z.strictObject({ yes: aNode, no: aNode, name: z.string() } satisfies Record<
    keyof WhenTargets,
    z.ZodType
  >),
  entries: [
    entry("yes", [one, two], (yes) => conditional({ yes }, "yes")),
    entry("no", [undefined, two], (no) =>
      conditional({ yes: one, ...(no !== undefined && { no }) }, "other"),
    ),
    entry("name", ["first", "second"], (name) => conditional({ yes: one, name }, "yes")),
  ],
};

/** Where a table sends a message of the topic `tea` whose payload is `coffee`. */
function routed(policy: DictRoutingPolicy) {
  const router = policyRouter({ name: "router" }, policy);
  const flow: Flow = createFlow({ edges: [[router, [one, two]]] });
  return outcome(flow.call("coffee", { headers: { topic: "tea" } }));
}

const key = z.custom<DictRoutingOptions["key"]>();
const keyEntry = (make: (options: Pick<DictRoutingOptions, "key">) => DictRoutingPolicy) =>
  entry("key", [undefined, ({ payload }: { payload: unknown }) => String(payload)], (by) =>
    routed(make(by === undefined ? {} : { key: by })),
  );

const tableLedger: Ledger = {
  name: "new DictRoutingPolicy()",
  schema: z.strictObject({
    table: z.record(z.string(), z.string()),
    default: z.string(),
    key,
  } satisfies Record<keyof DictRoutingOptions | "table", z.ZodType>),
  entries: [
    entry("table", [{ tea: "one" }, { tea: "two" }], (table) => routed(new DictRoutingPolicy(table))),
    entry("default", [undefined, "two"], (route) =>
      routed(new DictRoutingPolicy({}, route === undefined ? {} : { default: route })),
    ),
    keyEntry((options) => new DictRoutingPolicy({ tea: "one", coffee: "two" }, options)),
  ],
};

const dataLedger: Ledger = {
  name: "DictRoutingPolicy.from()",
  schema: z.strictObject({ routes: z.record(z.string(), z.string()), default: z.string(), key }),
  entries: [
    entry("routes", [{ tea: "one" }, { tea: "two" }], (routes) => routed(DictRoutingPolicy.from({ routes }))),
    entry("default", ["one", "two"], (route) =>
      routed(DictRoutingPolicy.from({ routes: {}, default: route })),
    ),
    keyEntry((options) => DictRoutingPolicy.from({ routes: { tea: "one", coffee: "two" } }, options)),
  ],
};

type HistoryOptions = NonNullable<Parameters<typeof createInMemoryHistory>[0]>;

/** How many events of each of three traces a history keeps. */
async function kept(options: HistoryOptions) {
  const flow = flowOf(createVirtualTime(), () => "done", { history: createInMemoryHistory(options) });
  const traceIds = ["one", "two", "three"];
  for (const traceId of traceIds) await flow.call("go", { traceId });
  return Promise.all(traceIds.map(async (traceId) => (await flow.history(traceId)).length));
}

const historyLedger: Ledger = {
  name: "createInMemoryHistory()",
  schema: z.strictObject({ maxTraces: z.number(), maxEventsPerTrace: z.number() } satisfies Record<
    keyof HistoryOptions,
    z.ZodType
  >),
  entries: [
    entry("maxTraces", [1, 2], (maxTraces) => kept({ maxTraces })),
    entry("maxEventsPerTrace", [1, 2], (maxEventsPerTrace) => kept({ maxEventsPerTrace })),
  ],
};

const checked = (schemas: NodeSchemas) =>
  flowOf(createVirtualTime(), (payload) => (schemas.output === undefined ? typeof payload : payload), {
    registry: new ModelRegistry().register("work", schemas),
  }).call(7);

const registryLedger: Ledger = {
  name: "ModelRegistry.register()",
  schema: z.strictObject({ input: z.custom(), output: z.custom() } satisfies Record<
    keyof NodeSchemas,
    z.ZodType
  >),
  entries: [
    entry("input", NUMBER_OR_TEXT, (input) => checked({ input })),
    entry("output", NUMBER_OR_TEXT, (output) => checked({ output })),
  ],
};

/** What a loop makes of a memory, and what it sees of it. */
async function remembered(given: Partial<WorkingMemory>) {
  const time = createVirtualTime();
  const seen: WorkingMemory[] = [];
  const loop = controllerLoop({
    think: (memory) => {
      seen.push({ ...memory });
      return seen.length === 4 ? finalAnswer("It is over.") : { round: seen.length };
    },
    act: (_, { tokensUsed }) => ({ tokensUsed: tokensUsed + 10 }),
  });
  const flow: Flow = createFlow({ ...time.seams, edges: [loop.to()] });
  return { ...(await ending(time, flow.call(workingMemory({ query: "Why?", ...given })))), seen };
}

const memoryLedger: Ledger = {
  name: "workingMemory()",
  schema: z.strictObject({
    query: z.string(),
    facts: z.array(z.unknown()),
    hops: z.number(),
    budgetHops: z.number().nullable(),
    tokensUsed: z.number(),
    budgetTokens: z.number().nullable(),
    confidence: z.number(),
  } satisfies Record<keyof WorkingMemory, z.ZodType>),
  entries: [
    entry("query", ["Why?", "How?"], (query) => remembered({ query })),
    entry("facts", [["a"], ["b"]], (facts) => remembered({ facts })),
    entry("hops", [6, 7], async (hops) => (await remembered({ hops })).seen.length),
    entry("budgetHops", [1, null], async (budgetHops) => (await remembered({ budgetHops })).seen.length),
    entry(
      "tokensUsed",
      [0, 20],
      async (tokensUsed) => (await remembered({ tokensUsed, budgetTokens: 30 })).seen.length,
    ),
    entry(
      "budgetTokens",
      [20, null],
      async (budgetTokens) => (await remembered({ budgetTokens })).seen.length,
    ),
    entry("confidence", [0.1, 0.9], (confidence) => remembered({ confidence })),
  ],
};

const activityLedger: Ledger = {
  name: "flowActivity()",
  schema: z.strictObject({ signal: z.custom<AbortSignal>() } satisfies Record<
    keyof FlowActivityOptions,
    z.ZodType
  >),
  entries: [
    entry("signal", ["one", "two"], (reason) => {
      const signal = AbortSignal.abort(new Error(reason));
      const flow = flowOf(createVirtualTime(), () => "done");
      return flowActivity(flow, { signal }).next().catch(String);
    }),
  ],
};

/** What stands beside nodes and flows. */
export const helperLedgers: readonly Ledger[] = [
  mapLedger,
  whenLedger,
  tableLedger,
  dataLedger,
  historyLedger,
  registryLedger,
  memoryLedger,
  activityLedger,
];
