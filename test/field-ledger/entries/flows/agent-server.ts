import { once } from "node:events";
import type { AgentServerOptions, ServerLimits } from "@pergola/agent-server";
import { silentLogger } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import { createFlow, type Flow, node } from "@pergola/flow-runtime";
import { z } from "zod";
import { entry, type Ledger } from "../../ledger.ts";
import { type FlowServer, heldFlow, type Json, serving, type Watcher } from "../../probes/server.ts";

/** Not of flows: of agents, of requests and of the address. The tests of the server are about them. */
type OfTheServer =
  | "agents"
  | "host"
  | "port"
  | "token"
  | "identify"
  | "allowedHosts"
  | "assetsDirectory"
  | "notices"
  | "metrics"
  | "logs";
type LimitsOfTheServer =
  | "maxLogWatchers"
  | "maxSocketLogLines"
  | "maxRecentLogLines"
  | "maxBodyBytes"
  | "maxMessageChars"
  | "maxConcurrentRuns"
  | "maxConcurrentRunsPerUser"
  | "requestTimeoutMs";

const limits = z.strictObject({
  maxConcurrentTraces: z.number(),
  maxConcurrentTracesPerUser: z.number(),
  maxSockets: z.number(),
  maxSocketsPerUser: z.number(),
  maxSocketEvents: z.number(),
  heartbeatMs: z.number(),
  slowClientTimeoutMs: z.number(),
  shutdownTimeoutMs: z.number(),
} satisfies Record<Exclude<keyof ServerLimits, LimitsOfTheServer>, z.ZodType>);

const schema = z.strictObject({
  flows: z.custom<AgentServerOptions["flows"]>(),
  flowInputs: z.custom<AgentServerOptions["flowInputs"]>(),
  limits,
  logger: z.custom<AgentServerOptions["logger"]>(),
  clock: z.custom<AgentServerOptions["clock"]>(),
} satisfies Record<Exclude<keyof AgentServerOptions, OfTheServer>, z.ZodType>);

const flows = [heldFlow()];
const listed = (options: Omit<AgentServerOptions, "agents">) =>
  serving(options, async ({ get }) =>
    ((await get("/v1/flows")).data as Json[]).map(({ name, exampleInput }) => [name, exampleInput]),
  );

/** How many of ten are let in, and what is said to the first one that is not. */
async function letIn(given: Partial<ServerLimits>, enter: (server: FlowServer) => Promise<unknown>) {
  return serving({ flows, limits: { shutdownTimeoutMs: 0, ...given } }, async (server) => {
    const answers: unknown[] = [];
    for (let count = 0; count < 5; count++) answers.push(await enter(server));
    return answers;
  });
}

const traceCode = async ({ start }: FlowServer) => ((await start("hold")).error as Json | undefined)?.code;
const socketStatus = async ({ watch }: FlowServer) => {
  const client = await watch();
  return typeof client === "number" ? client : "open";
};

/** How many events are dropped of a trace that is followed while nothing is read. */
async function dropped(maxSocketEvents: number) {
  const clock = createVirtualClock();
  const gate = Promise.withResolvers<void>();
  const burst = node({ name: "burst" }, async (_: unknown, { emit }) => {
    await gate.promise;
    for (let count = 0; count < 20; count++) await emit(count);
  });
  const held: Flow = createFlow({
    name: "held",
    edges: [burst.to(node({ name: "sink" }, (_: number) => undefined))],
  });
  return serving({ flows: [held], clock, limits: { maxSocketEvents } }, async ({ start, watch }) => {
    const { id } = await start("go");
    const client = (await watch()) as Watcher;
    client.say({ type: "subscribe", flow: "held", follow: id });
    await client.until(({ type }) => type === "activity");
    const over = new Promise<void>((resolve) => {
      held.on(({ type }) => void (type === "trace-settled" && resolve()));
    });
    gate.resolve();
    await over;
    await clock.advance(100);
    return (await client.until(({ type }) => type === "events")).dropped;
  });
}

/** When a client that answers no ping is pinged, and when it is cut off; in milliseconds of the server's clock. */
async function silence(given: Partial<ServerLimits>) {
  const clock = createVirtualClock();
  const timing = { heartbeatMs: 1_000, slowClientTimeoutMs: 500, ...given };
  return serving({ flows, clock, limits: { shutdownTimeoutMs: 0, ...timing } }, async ({ watch }) => {
    const { socket } = (await watch({ autoPong: false })) as Watcher;
    const [pinged, closed] = [once(socket, "ping"), once(socket, "close")];
    await clock.advance(timing.heartbeatMs);
    await pinged;
    await clock.advance(timing.slowClientTimeoutMs - 1);
    const isOpen = socket.readyState === socket.OPEN;
    await clock.advance(1);
    await closed;
    return { isOpen, at: clock.now() };
  });
}

/** How long a trace may go on that a server waits for when it closes. */
async function shutDown(shutdownTimeoutMs: number) {
  const clock = createVirtualClock();
  const held = heldFlow();
  let endedAt: number | undefined;
  held.on(({ type }) => {
    if (type === "trace-settled") endedAt = clock.now();
  });
  return serving({ flows: [held], clock, limits: { shutdownTimeoutMs } }, async ({ start, close }) => {
    await start("hold");
    const closing = close();
    while (endedAt === undefined) await clock.advance(100);
    await closing;
    return endedAt;
  });
}

/** Who is told of a flow that cannot describe itself any more. */
async function complained(name: string) {
  const heard: string[] = [];
  const held = heldFlow();
  let isBroken = false;
  const describe = () => {
    if (isBroken) throw new Error("It cannot be described.");
    return held.describe();
  };
  const logger = { ...silentLogger, error: () => void heard.push(name), child: () => logger };
  await serving({ flows: [{ ...bound(held), describe }], logger }, ({ get }) => {
    isBroken = true;
    return get("/v1/flows");
  });
  return heard;
}

/** The part of a flow that a server needs. */
const bound = (flow: Flow) => ({
  name: flow.name,
  run: () => flow.run(),
  stream: flow.stream.bind(flow),
  cancel: flow.cancel.bind(flow),
  on: flow.on.bind(flow),
  stats: () => flow.stats(),
});

const optionsLedger: Ledger = {
  name: "createAgentServer(), for flows",
  schema,
  entries: [
    entry("flows", ["one", "two"], (name) => listed({ flows: [heldFlow(name)] })),
    entry("flowInputs", [{ held: "a" }, { held: "b" }], (flowInputs) => listed({ flows, flowInputs })),
    entry("limits.maxConcurrentTraces", [1, 2], (maxConcurrentTraces) =>
      letIn({ maxConcurrentTraces }, traceCode),
    ),
    entry("limits.maxConcurrentTracesPerUser", [1, 2], (maxConcurrentTracesPerUser) =>
      letIn({ maxConcurrentTracesPerUser }, traceCode),
    ),
    entry("limits.maxSockets", [1, 2], (maxSockets) => letIn({ maxSockets }, socketStatus)),
    entry("limits.maxSocketsPerUser", [1, 2], (maxSocketsPerUser) =>
      letIn({ maxSocketsPerUser }, socketStatus),
    ),
    entry("limits.maxSocketEvents", [5, 10], dropped),
    entry("limits.heartbeatMs", [1_000, 2_000], (heartbeatMs) => silence({ heartbeatMs })),
    entry("limits.slowClientTimeoutMs", [500, 700], (slowClientTimeoutMs) =>
      silence({ slowClientTimeoutMs }),
    ),
    entry("limits.shutdownTimeoutMs", [100, 300], shutDown),
    entry("logger", ["one", "two"], complained),
    entry("clock", [1_000, 2_000], (startAt) =>
      serving(
        { flows, clock: createVirtualClock(startAt), limits: { shutdownTimeoutMs: 0 } },
        async ({ start }) => (await start("done")).startedAt,
      ),
    ),
  ],
};

/** How a trace ends that is asked for by HTTP. */
async function traced(input: unknown, timeoutMs: number) {
  const { promise, resolve } = Promise.withResolvers<Json>();
  const held = heldFlow();
  held.on((event) => void (event.type === "trace-settled" && resolve({ outcome: event.outcome })));
  return serving({ flows: [held], limits: { shutdownTimeoutMs: 0 } }, async ({ start }) => {
    await start(input, { timeoutMs });
    return promise;
  });
}

/** What a client may say. Its schemas are the server's own: a key that is missing there is refused by it. */
const wireLedgers: readonly Ledger[] = [
  {
    name: "POST /v1/flows/:name/traces",
    schema: z.strictObject({ input: z.unknown(), timeoutMs: z.number() }),
    entries: [
      entry("input", ["hold", "done"], (input) => traced(input, 100)),
      entry("timeoutMs", [1, 60_000], async (timeoutMs) => {
        const held = heldFlow();
        const deadlines: unknown[] = [];
        const flow = {
          ...bound(held),
          describe: () => held.describe(),
          stream: ((input, options) => {
            deadlines.push(options?.timeoutMs);
            return held.stream(input, options);
          }) as Flow["stream"],
        };
        await serving({ flows: [flow], limits: { shutdownTimeoutMs: 0 } }, ({ start }) =>
          start("hold", { timeoutMs }),
        );
        return deadlines;
      }),
    ],
  },
  {
    name: "subscribe on /ws",
    schema: z.strictObject({ flow: z.string(), follow: z.string().nullable() }),
    entries: [
      entry("flow", ["one", "two"], (flow) =>
        serving({ flows: [heldFlow("one"), heldFlow("two")] }, async ({ watch }) => {
          const client = (await watch()) as Watcher;
          client.say({ type: "subscribe", flow });
          return (await client.until(({ type }) => type === "activity")).flow;
        }),
      ),
      entry("follow", [true, false], (isFollowed) =>
        serving({ flows, limits: { shutdownTimeoutMs: 0 } }, async ({ start, watch }) => {
          const { id } = await start("hold");
          const client = (await watch()) as Watcher;
          client.say({ type: "subscribe", flow: "held", follow: isFollowed ? id : null });
          return (await client.until(({ type }) => type === "subscribed")).follow === id;
        }),
      ),
    ],
  },
];

/** What the server does with flows. */
export const serverLedgers: readonly Ledger[] = [optionsLedger, ...wireLedgers];
