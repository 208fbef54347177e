import {
  type ChunkInit,
  createFlow,
  type EmitOptions,
  type FetchOptions,
  type FetchResultOptions,
  type Flow,
  type NodeContext,
  node,
  type StopOptions,
} from "@pergola/flow-runtime";
import { createVirtualTime } from "@pergola/testkit";
import { z } from "zod";
import { entry, type Ledger } from "../../ledger.ts";
import { abortAfter, ending, flowOf, outcome, pause } from "../../probes/flows.ts";
import { untilStopped } from "../../probes/time.ts";

/** What a node sends to `left` and `right`, and what both make of it. */
async function sent(send: (context: NodeContext) => unknown) {
  const source = node({ name: "source" }, async (_: unknown, context) => {
    await send(context);
  });
  const shown = (name: string) =>
    node({ name }, (payload: unknown, { meta }) => ({ at: name, payload, meta: { ...meta } }));
  const flow: Flow = createFlow({ edges: [[source, [shown("left"), shown("right")]]] });
  const items: unknown[] = [];
  for await (const { traceId: _, ...item } of flow.stream("go", { traceId: "trace" })) items.push(item);
  return items;
}

const emitShape = {
  to: z.union([z.string(), z.array(z.string())]),
  meta: z.record(z.string(), z.unknown()),
} satisfies Record<keyof EmitOptions, z.ZodType>;

const emitLedger = (
  name: string,
  emit: (context: NodeContext, payload: unknown, options: EmitOptions) => unknown,
): Ledger => ({
  name,
  schema: z.strictObject(emitShape),
  entries: [
    entry("to<string>", ["left", "right"], (to) => sent((context) => emit(context, "it", { to }))),
    entry("to<array>", [["left"], ["left", "right"]], (to) => sent((context) => emit(context, "it", { to }))),
    entry("meta", [{ a: 1 }, { a: 2 }], (meta) => sent((context) => emit(context, "it", { meta }))),
  ],
});

const chunkShape = {
  text: z.string(),
  streamId: z.string(),
  seq: z.number(),
  done: z.boolean(),
  meta: z.record(z.string(), z.unknown()),
  to: z.string(),
} satisfies Record<keyof ChunkInit, z.ZodType>;

const chunk = (init: Partial<ChunkInit>) => sent(({ emitChunk }) => emitChunk({ text: "text", ...init }));

const chunkLedger: Ledger = {
  name: "ctx.emitChunk()",
  schema: z.strictObject(chunkShape),
  entries: [
    entry("text", ["one", "two"], (text) => chunk({ text })),
    entry("streamId", ["one", "two"], (streamId) => chunk({ streamId })),
    entry("seq", [3, 4], (seq) => chunk({ seq })),
    entry("done", [false, true], (done) => chunk({ done })),
    entry("meta", [{ a: 1 }, { a: 2 }], (meta) => chunk({ meta })),
    entry("to", ["left", "right"], (to) => chunk({ to })),
  ],
};

const fetchLedger: Ledger = {
  name: "ctx.fetch()",
  schema: z.strictObject({ signal: z.custom<AbortSignal>() } satisfies Record<keyof FetchOptions, z.ZodType>),
  entries: [
    entry("signal", [100, 200], async (delayMs) => {
      const time = createVirtualTime();
      const slow = node({ name: "slow" }, async () => pause(time, 1_000));
      const waits = node({ name: "waits" }, async (_: unknown, { fetch }) => {
        await fetch({ signal: abortAfter(time, delayMs) }).catch(() => undefined);
        return time.now;
      });
      const flow: Flow = createFlow({
        ...time.seams,
        edges: [slow.to(waits), waits.to()],
        ingress: [slow, waits],
      });
      return ending(time, flow.call("go"));
    }),
  ],
};

/** How a trace ends that would take a second, when its flow is stopped. */
async function stopped(options: StopOptions) {
  const time = createVirtualTime();
  const flow = flowOf(time, (_, { signal }) => pause(time, 1_000, signal));
  const call = outcome(flow.call("go"));
  await time.settle(flow.stop(options));
  return { ...(await call), at: time.now };
}

const stopLedger: Ledger = {
  name: "flow.stop()",
  schema: z.strictObject({ mode: z.enum(["drain", "abort"]), timeoutMs: z.number() } satisfies Record<
    keyof StopOptions,
    z.ZodType
  >),
  entries: [
    entry("mode", ["drain", "abort"] as const, (mode) => stopped({ mode })),
    entry("timeoutMs", [100, 300], (timeoutMs) => stopped({ mode: "drain", timeoutMs })),
  ],
};

const resultLedger: Ledger = {
  name: "flow.fetch()",
  schema: z.strictObject({ traceId: z.string(), signal: z.custom<AbortSignal>() } satisfies Record<
    keyof FetchResultOptions,
    z.ZodType
  >),
  entries: [
    entry("traceId", ["one", "two"], async (traceId) => {
      const flow = flowOf(createVirtualTime(), (payload) => payload);
      for (const id of ["one", "two"]) await flow.emit(`of ${id}`, { traceId: id });
      return (await flow.fetch({ traceId }))?.payload;
    }),
    entry("signal", [100, 200], async (delayMs) => {
      const time = createVirtualTime();
      const flow = flowOf(time, (_, { signal }) => untilStopped(signal));
      await flow.emit("go");
      await time.settle(flow.fetch({ signal: abortAfter(time, delayMs) }).catch(() => undefined));
      await flow.stop();
      return time.now;
    }),
  ],
};

/** What a node, and who holds a flow, can say when they ask for something. */
export const contextLedgers: readonly Ledger[] = [
  emitLedger("ctx.emit()", ({ emit }, payload, options) => emit(payload, options)),
  emitLedger("ctx.emitNowait()", ({ emitNowait }, payload, options) => emitNowait(payload, options)),
  chunkLedger,
  fetchLedger,
  stopLedger,
  resultLedger,
];
