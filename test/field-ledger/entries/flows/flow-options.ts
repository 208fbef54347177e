import { type Logger, silentLogger } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import {
  createFlow,
  createInMemoryHistory,
  currentTrace,
  type Flow,
  type FlowEvent,
  type FlowOptions,
  ModelRegistry,
  node,
} from "@pergola/flow-runtime";
import { createVirtualTime } from "@pergola/testkit";
import { z } from "zod";
import { entry, type Ledger } from "../../ledger.ts";
import { ending, endlessFlow, flowOf, refusal, sentUntilFull, type Work } from "../../probes/flows.ts";
import { NUMBER_OR_TEXT } from "../../probes/schemas.ts";
import { untilStopped } from "../../probes/time.ts";
import { budgetEntries, budgetSchema } from "./budget.ts";

const flowOptionsSchema = z.strictObject({
  name: z.string(),
  edges: z.array(z.custom<FlowOptions["edges"][number]>()),
  ingress: z.array(z.custom<NonNullable<FlowOptions["ingress"]>[number]>()),
  egress: z.array(z.custom<NonNullable<FlowOptions["egress"]>[number]>()),
  registry: z.custom<FlowOptions["registry"]>(),
  queueSize: z.number(),
  maxTraces: z.number(),
  allowCycles: z.boolean(),
  budget: budgetSchema,
  onEvent: z.custom<FlowOptions["onEvent"]>(),
  eventMeta: z.array(z.string()),
  errorsAsResults: z.boolean(),
  history: z.custom<FlowOptions["history"]>(),
  asyncContext: z.boolean(),
  logger: z.custom<FlowOptions["logger"]>(),
  clock: z.custom<FlowOptions["clock"]>(),
  createId: z.custom<FlowOptions["createId"]>(),
  random: z.custom<FlowOptions["random"]>(),
} satisfies Record<keyof FlowOptions, z.ZodType>);

const left = node({ name: "left" }, (_: unknown) => "left");
const right = node({ name: "right" }, (_: unknown) => "right");

type Given = Omit<FlowOptions, "edges">;

/** What a flow of one node comes to. */
function run(options: Given, work: Work = () => "done") {
  const time = createVirtualTime();
  return ending(time, flowOf(time, work, options).call("input"));
}

/** Its events. */
async function events(options: Given): Promise<readonly FlowEvent[]> {
  const seen: FlowEvent[] = [];
  const time = createVirtualTime();
  const flow = flowOf(time, () => "done", options);
  flow.on((event) => seen.push(event));
  await flow.call("input", { meta: { a: 1, b: 2 } });
  return seen;
}

/** Both see what happens, but for the one thing that is under test. */
async function told(name: string, options: (tell: (what: unknown) => void) => Given, work?: Work) {
  const heard: [string, unknown][] = [];
  await run(
    options((what) => heard.push([name, what])),
    work,
  );
  return heard[0];
}

const loggerOf = (tell: (what: unknown) => void): Logger => ({
  ...silentLogger,
  info: tell,
  child: () => loggerOf(tell),
});

/** A history that says of whom it was asked. */
const historyOf = (name: string) => ({ ...createInMemoryHistory(), load: () => [{ type: name } as never] });

async function waitsAtFirst(options: Given) {
  const time = createVirtualTime();
  const flow = flowOf(time, (_, { signal }) => untilStopped(signal), options);
  const taken = sentUntilFull(flow);
  await flow.stop();
  return taken;
}

/** What a failing trace comes to for who fetches it. */
async function fetchedError(errorsAsResults: boolean) {
  const time = createVirtualTime();
  const fail = () => {
    throw new Error("It fails.");
  };
  const flow = flowOf(time, fail, { errorsAsResults });
  const traceId = await flow.emit("input");
  return ending(
    time,
    flow.fetch({ traceId }).then((message) => message?.payload instanceof Error),
  );
}

async function running(maxTraces: number) {
  const time = createVirtualTime();
  const flow = flowOf(time, (_, { signal }) => untilStopped(signal), { maxTraces });
  const calls = [1, 2, 3].map((input) => flow.call(input).catch(() => undefined));
  const { traces, waiting } = flow.stats();
  await flow.stop();
  await Promise.all(calls);
  return { traces, waiting };
}

/** How long a wait is that chance has a part in. */
async function jittered(random: () => number) {
  const time = createVirtualTime();
  const policy = { maxRetries: 1, backoffBaseMs: 100, jitter: true };
  const fail = node({ name: "fail", policy }, () => {
    throw new Error("It fails.");
  });
  return ending(time, createFlow({ ...time.seams, random, edges: [fail.to()] }).call("input"));
}

export const flowOptions: Ledger = {
  name: "createFlow()",
  schema: flowOptionsSchema,
  entries: [
    entry("name", ["one", "two"], async (name) => (await events({ name })).map(({ flow }) => flow)),
    entry("edges", [[left.to(right)], [right.to(left)]], (edges) => {
      const flow: Flow = createFlow({ edges });
      return flow.call("input");
    }),
    entry("ingress", [[left], [right]], async (ingress) => {
      const both: Flow = createFlow({ edges: [left.to(), right.to()], ingress, egress: [left, right] });
      return both.call("input");
    }),
    entry("egress", [[left], [right]], (egress) =>
      createFlow({ edges: [left.to(right)], egress }).call("in"),
    ),
    entry("registry", NUMBER_OR_TEXT, (input) =>
      run({ registry: new ModelRegistry().register("work", { input }) }, (payload) => typeof payload),
    ),
    entry("queueSize", [1, 3], (queueSize) => waitsAtFirst({ queueSize })),
    entry("maxTraces", [1, 2], running),
    entry("allowCycles", [false, true], (allowCycles) =>
      refusal(() =>
        createFlow({
          edges: [
            [left, [right]],
            [right, [left]],
          ],
          ingress: [left],
          egress: [right],
          allowCycles,
        }),
      ),
    ),
    ...budgetEntries("budget.", async (budget) => {
      const time = createVirtualTime();
      const { flow, rounds } = endlessFlow(time, { budget });
      return { ...(await ending(time, flow.call("begin"))), rounds: rounds() };
    }),
    entry("onEvent", ["one", "two"], (name) => told(name, (tell) => ({ onEvent: ({ type }) => tell(type) }))),
    entry("eventMeta", [["a"], ["b"]], async (eventMeta) =>
      (await events({ eventMeta })).map(({ meta }) => meta),
    ),
    entry("errorsAsResults", [false, true], fetchedError),
    entry("history", ["one", "two"], async (name) => {
      const time = createVirtualTime();
      return flowOf(time, () => "done", { history: historyOf(name) }).history("a trace");
    }),
    entry("asyncContext", [false, true], (asyncContext) =>
      run({ asyncContext }, () => currentTrace() !== undefined),
    ),
    entry("logger", ["one", "two"], (name) =>
      told(
        name,
        (tell) => ({ logger: loggerOf(tell) }),
        (_, { logger }) => logger.info("said"),
      ),
    ),
    entry("clock", [1_000, 2_000], async (startAt) =>
      (await events({ clock: createVirtualClock(startAt) })).map(({ ts }) => ts),
    ),
    entry("createId", ["one", "two"], async (id) =>
      (await events({ createId: () => id })).map(({ traceId }) => traceId),
    ),
    entry("random", [0, 1], (chance) => jittered(() => chance)),
  ],
};
