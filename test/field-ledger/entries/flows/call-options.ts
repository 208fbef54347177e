import { type CallFlowOptions, type CallOptions, createFlow, node } from "@pergola/flow-runtime";
import { createVirtualTime, type VirtualTime } from "@pergola/testkit";
import { z } from "zod";
import { entry, type Ledger, type LedgerEntry } from "../../ledger.ts";
import { byContext, DOORS, type Send } from "../../probes/doors.ts";
import { abortAfter, ending, endlessFlow, flowOf, pause, type Work } from "../../probes/flows.ts";
import { untilStopped } from "../../probes/time.ts";
import { budgetEntries, budgetSchema } from "./budget.ts";

const headers = z.strictObject({
  tenant: z.string(),
  topic: z.string(),
  priority: z.number(),
} satisfies Record<keyof NonNullable<CallOptions["headers"]>, z.ZodType>);

/** Of a trace, and of a flow inside one. */
const shared = {
  signal: z.custom<AbortSignal>(),
  deadlineAt: z.number(),
  timeoutMs: z.number(),
  meta: z.record(z.string(), z.unknown()),
  headers,
  budget: budgetSchema,
} satisfies Record<keyof CallFlowOptions, z.ZodType>;

/** The options of a call, and the compiler sees to it that none is missing. */
export const callShape = {
  ...shared,
  traceId: z.string(),
  parentTraceId: z.string(),
  to: z.string(),
} satisfies Record<keyof CallOptions, z.ZodType>;

/** What a door does on a flow of one node. */
async function sentTo(send: Send, work: Work, options: (time: VirtualTime) => CallOptions) {
  const time = createVirtualTime();
  return ending(time, send(flowOf(time, work), "input", options(time), time));
}

/** What a field of the events says that belong to the trace. */
async function eventsOf(send: Send, options: CallOptions, field: "traceId" | "parentTraceId") {
  const time = createVirtualTime();
  const flow = flowOf(time, () => "done");
  const seen = new Set<unknown>();
  flow.on((event) => seen.add(event[field]));
  await time.settle(send(flow, "input", options, time));
  return [...seen];
}

/** Who was worked on until the message was, when one was at work and another one waited before it came. */
async function order(send: Send, priority: number) {
  const time = createVirtualTime();
  const begun: unknown[] = [];
  const flow = flowOf(time, async (payload, { signal }) => {
    begun.push(payload);
    await pause(time, 10, signal);
  });
  for (const payload of ["first", "other"]) flow.emitNowait(payload, { traceId: payload });
  await time.settle(send(flow, "mine", { headers: { priority } }, time));
  return begun.slice(0, begun.indexOf("mine") + 1);
}

async function spun(send: Send, options: CallOptions) {
  const time = createVirtualTime();
  const { flow, rounds } = endlessFlow(time);
  return { ...(await ending(time, send(flow, "begin", options, time))), rounds: rounds() };
}

const hang: Work = (_, { signal }) => untilStopped(signal);

function sharedEntries(send: Send): readonly LedgerEntry[] {
  return [
    entry("signal", [100, 200], (ms) => sentTo(send, hang, (time) => ({ signal: abortAfter(time, ms) }))),
    entry("deadlineAt", [100, 300], (deadlineAt) => sentTo(send, hang, () => ({ deadlineAt }))),
    entry("timeoutMs", [100, 300], (timeoutMs) => sentTo(send, hang, () => ({ timeoutMs }))),
    entry("meta", [{ a: 1 }, { a: 2 }], (meta) =>
      sentTo(
        send,
        (_, context) => context.meta,
        () => ({ meta }),
      ),
    ),
    entry("headers.tenant", ["acme", "globex"], (tenant) =>
      sentTo(
        send,
        (_, { trace }) => trace.headers.tenant,
        () => ({ headers: { tenant } }),
      ),
    ),
    entry("headers.topic", ["tea", "coffee"], (topic) =>
      sentTo(
        send,
        (_, { trace }) => trace.headers.topic,
        () => ({ headers: { topic } }),
      ),
    ),
    entry("headers.priority", [0, 1], (priority) => order(send, priority)),
    ...budgetEntries("budget.", (budget) => spun(send, { budget })),
  ];
}

/** Entries of all options of a call. */
export function callEntries(send: Send): readonly LedgerEntry[] {
  return [
    ...sharedEntries(send),
    entry("traceId", ["one", "two"], (traceId) => eventsOf(send, { traceId }, "traceId")),
    entry("parentTraceId", ["one", "two"], (parentTraceId) =>
      eventsOf(send, { parentTraceId }, "parentTraceId"),
    ),
    entry("to", ["left", "right"], async (to) => {
      const time = createVirtualTime();
      const left = node({ name: "left" }, (_: unknown) => "left");
      const right = node({ name: "right" }, (_: unknown) => "right");
      const flow = createFlow({ ...time.seams, edges: [left.to(), right.to()] });
      return ending(time, send(flow, "input", { to }, time));
    }),
  ];
}

/** Those of a call, at each door that takes them. */
export const flowCallOptions: readonly Ledger[] = [
  ...Object.entries(DOORS).map(
    ([name, send]): Ledger => ({ name, schema: z.strictObject(callShape), entries: callEntries(send) }),
  ),
  { name: "ctx.call()", schema: z.strictObject(shared), entries: sharedEntries(byContext) },
];
