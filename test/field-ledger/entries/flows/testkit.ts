import { createFlow, type Flow, ModelRegistry, node } from "@pergola/flow-runtime";
import {
  createVirtualTime,
  type EventFilter,
  type RecordEventsOptions,
  type RunOneOptions,
  recordEvents,
  runOne,
  type SettleOptions,
  type SimulateErrorOptions,
  simulateError,
  type TraceEvents,
  type VirtualTimeOptions,
  visitedNodes,
} from "@pergola/testkit";
import { z } from "zod";
import { entry, type Ledger, type LedgerEntry } from "../../ledger.ts";
import { byRunOne } from "../../probes/doors.ts";
import { outcome, pause } from "../../probes/flows.ts";
import { NUMBER_OR_TEXT } from "../../probes/schemas.ts";
import { callEntries, callShape } from "./call-options.ts";

const work = (run: (payload: unknown) => unknown) => node({ name: "work" }, run).to();

const runLedger: Ledger = {
  name: "runOne()",
  schema: z.strictObject({
    ...callShape,
    registry: z.custom(),
    time: z.custom(),
    patienceMs: z.number(),
    maxRecorded: z.number(),
  } satisfies Record<keyof RunOneOptions, z.ZodType>),
  entries: [
    ...callEntries(byRunOne),
    entry("registry", NUMBER_OR_TEXT, async (input) => {
      const registry = new ModelRegistry().register("work", { input });
      return (await runOne({ edges: [work((payload) => typeof payload)] }, 7, { registry })).result;
    }),
    entry("time", [1_000, 2_000], async (startAt) => {
      const { events } = await runOne({ edges: [work(() => "done")] }, 7, {
        time: createVirtualTime({ startAt }),
      });
      return events.map(({ ts }) => ts);
    }),
    // The message says how long it was waited.
    entry("patienceMs", [1, 2], (patienceMs) =>
      runOne({ edges: [work(() => new Promise(() => undefined))] }, 7, { patienceMs }).catch(String),
    ),
    entry("maxRecorded", [1, 2], async (maxRecorded) => {
      const { events, notKept } = await runOne({ edges: [work(() => "done")] }, 7, { maxRecorded });
      return [events.length, notKept.events];
    }),
  ],
};

const filterShape = {
  traceId: z.string(),
  nodeName: z.string(),
  type: z.union([z.string(), z.array(z.string())]),
} satisfies Record<keyof EventFilter, z.ZodType>;

function chain(): Flow {
  const one = node({ name: "one" }, (payload: unknown) => payload);
  return createFlow({ edges: [one.to(node({ name: "two" }, (payload: unknown) => payload))] });
}

/** Two traces through two nodes, while somebody records. */
async function recorded(options: RecordEventsOptions) {
  const flow = chain();
  const recorder = recordEvents(flow, options);
  for (const traceId of ["a", "b"]) await flow.call("go", { traceId });
  return recorder;
}

const shown = (recorder: Pick<Awaited<ReturnType<typeof recorded>>, "events">) =>
  recorder.events.map(({ traceId, nodeName, type }) => [traceId, nodeName, type]);

/** The entries of a filter, wherever one is given. */
function filterEntries(see: (filter: EventFilter) => Promise<unknown>): readonly LedgerEntry[] {
  return [
    entry("traceId", ["a", "b"], (traceId) => see({ traceId })),
    entry("nodeName", ["one", "two"], (nodeName) => see({ nodeName })),
    entry("type<string>", ["node-started", "trace-settled"] as const, (type) => see({ type })),
    entry("type<array>", [["node-started"], ["trace-settled"]] as const, (type) => see({ type })),
  ];
}

const filterLedgers: readonly Ledger[] = [
  {
    name: "recordEvents()",
    schema: z.strictObject({ ...filterShape, maxEvents: z.number() } satisfies Record<
      keyof RecordEventsOptions,
      z.ZodType
    >),
    entries: [
      ...filterEntries(async (filter) => shown(await recorded(filter))),
      entry("maxEvents", [1, 2], async (maxEvents) => shown(await recorded({ maxEvents }))),
    ],
  },
  {
    name: "recorder.of()",
    schema: z.strictObject(filterShape),
    entries: filterEntries(async (filter) => shown({ events: (await recorded({})).of(filter) })),
  },
  {
    name: "recorder.waitFor()",
    schema: z.strictObject({ ...filterShape, signal: z.custom<AbortSignal>() }),
    entries: [
      ...filterEntries(async (filter) => shown({ events: [await (await recorded({})).waitFor(filter)] })),
      entry("signal", ["one", "two"], async (reason) => {
        const signal = AbortSignal.abort(new Error(reason));
        return (await recorded({})).waitFor({}, { signal }).catch(String);
      }),
    ],
  },
];

const traceLedger: Ledger = {
  name: "visitedNodes()",
  schema: z.strictObject({ traceId: z.string(), events: z.array(z.custom()) } satisfies Record<
    keyof TraceEvents,
    z.ZodType
  >),
  entries: [
    entry("traceId", ["a", "none"], async (traceId) =>
      visitedNodes({ traceId, events: (await recorded({})).events }),
    ),
    entry("events", ["one", "two"], async (nodeName) =>
      visitedNodes({ traceId: "a", events: (await recorded({ nodeName })).events }),
    ),
  ],
};

const simulateLedger: Ledger = {
  name: "simulateError()",
  schema: z.strictObject({ failTimes: z.number() } satisfies Record<keyof SimulateErrorOptions, z.ZodType>),
  entries: [
    entry("failTimes", [1, 2], async (failTimes) => {
      const plain = node({ name: "plain" }, (payload: unknown) => payload);
      const flow = createFlow({ edges: [simulateError(plain, "NODE_EXCEPTION", { failTimes }).to()] });
      return [await outcome(flow.call(1)), await outcome(flow.call(2)), await outcome(flow.call(3))];
    }),
  ],
};

const timeLedgers: readonly Ledger[] = [
  {
    name: "createVirtualTime()",
    schema: z.strictObject({ startAt: z.number(), seed: z.number() } satisfies Record<
      keyof VirtualTimeOptions,
      z.ZodType
    >),
    entries: [
      entry("startAt", [1_000, 2_000], (startAt) => createVirtualTime({ startAt }).now),
      entry("seed", [1, 2], (seed) => createVirtualTime({ seed }).seams.random()),
    ],
  },
  {
    name: "time.settle()",
    schema: z.strictObject({ signal: z.custom<AbortSignal>(), patienceMs: z.number() } satisfies Record<
      keyof SettleOptions,
      z.ZodType
    >),
    entries: [
      entry("signal", [10, 20], async (delayMs) => {
        const time = createVirtualTime();
        const controller = new AbortController();
        time.seams.clock.setTimer(delayMs, () => controller.abort());
        const { signal } = controller;
        await time.settle(pause(time, 1_000), { signal }).catch(() => undefined);
        return time.now;
      }),
      entry("patienceMs", [1, 2], async (patienceMs) => {
        const never = new Promise(() => undefined);
        return createVirtualTime().settle(never, { patienceMs }).catch(String);
      }),
    ],
  },
];

/** What tests are written with. */
export const testkitLedgers: readonly Ledger[] = [
  runLedger,
  ...filterLedgers,
  traceLedger,
  simulateLedger,
  ...timeLedgers,
];
