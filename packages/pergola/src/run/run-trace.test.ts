import { createFlow, node, type StreamItem } from "@pergola/flow-runtime";
import { expect, test } from "vitest";
import { runTrace } from "./run-trace.ts";
import type { TraceEnd } from "./trace-printer.ts";

/** Keeps what it is told; `fails` is thrown instead of the first item. */
function keeper(fails?: Error) {
  const items: StreamItem[] = [];
  const ends: TraceEnd[] = [];
  const printer = {
    async item(item: StreamItem) {
      if (fails !== undefined) throw fails;
      items.push(item);
    },
    async end(end: TraceEnd) {
      ends.push(end);
    },
  };
  return { items, ends, printer };
}
const { signal: never } = new AbortController();
const boom = node({ name: "boom" }, () => {
  throw new Error("no luck");
});

test("an end is told once, whatever the outcome", async () => {
  const { ends, printer } = keeper();
  await using flow = createFlow({ edges: [node({ name: "same" }, (value: number) => value).to()] });
  await runTrace(flow, { input: 1, printer, signal: never, timeoutMs: undefined });
  expect(ends).toEqual([{ traceId: expect.any(String), outcome: "completed" }]);
});

test.each([true, false])(
  "a trace that fails throws, also when its flow gives errors as results: %s",
  async (is) => {
    const { items, ends, printer } = keeper();
    await using flow = createFlow({ edges: [boom.to()], errorsAsResults: is });
    const running = runTrace(flow, { input: 1, printer, signal: never, timeoutMs: undefined });
    await expect(running).rejects.toMatchObject({ code: "NODE_EXCEPTION" });
    expect(items).toEqual([]);
    expect(ends).toMatchObject([{ outcome: "failed", error: { code: "NODE_EXCEPTION" } }]);
  },
);

test("what cannot be begun has failed, too", async () => {
  const { ends, printer } = keeper();
  await using flow = createFlow({ edges: [boom.to()] });
  const running = runTrace(flow, { input: 1, printer, signal: never, timeoutMs: -1 });
  await expect(running).rejects.toMatchObject({ code: "INVALID_OPTIONS" });
  expect(ends).toMatchObject([{ outcome: "failed" }]);
});

test("a printer that fails cancels the trace, and that is what is thrown", async () => {
  const { ends, printer } = keeper(new Error("paper jam"));
  const talk = node({ name: "talk" }, async (_: number, { emitChunk }) => {
    for (;;) await emitChunk({ text: "x" });
  });
  await using flow = createFlow({ edges: [talk.to()] });
  await expect(runTrace(flow, { input: 1, printer, signal: never, timeoutMs: undefined })).rejects.toThrow(
    "paper jam",
  );
  expect(flow.stats().traces).toBe(0);
  expect(ends).toMatchObject([{ outcome: "cancelled" }]);
});

test("a trace that has completed has failed when its result could not be printed", async () => {
  const { ends, printer } = keeper(new Error("paper jam"));
  await using flow = createFlow({ edges: [node({ name: "same" }, (value: number) => value).to()] });
  await expect(runTrace(flow, { input: 1, printer, signal: never, timeoutMs: undefined })).rejects.toThrow(
    "paper jam",
  );
  expect(ends).toMatchObject([{ outcome: "failed", error: { message: "paper jam" } }]);
});

test("after the signal nothing more is printed, also what was on its way", async () => {
  const { items, ends, printer } = keeper();
  const ending = new AbortController();
  const talk = node({ name: "talk" }, async (_: number, { emitChunk }) => {
    for (let at = 0; at < 20; at++) await emitChunk({ text: `${at}` });
    ending.abort(new Error("enough"));
  });
  await using flow = createFlow({ edges: [talk.to()] });
  const slow = { ...printer, item: (item: StreamItem) => printer.item(item).then(() => settled) };
  let release = () => {};
  const settled = new Promise<void>((resolve) => {
    release = resolve;
  });
  ending.signal.addEventListener("abort", () => release());
  const running = runTrace(flow, { input: 1, printer: slow, signal: ending.signal, timeoutMs: undefined });
  await expect(running).rejects.toThrow("enough");
  expect(items).toHaveLength(1);
  expect(ends).toMatchObject([{ outcome: "cancelled", error: ending.signal.reason }]);
});

test("the signal ends a node that is deaf, and its reason is what is thrown", async () => {
  const { ends, printer } = keeper();
  const ending = new AbortController();
  const deaf = node({ name: "deaf" }, () => {
    queueMicrotask(() => ending.abort(new Error("enough")));
    return new Promise(() => {});
  });
  await using flow = createFlow({ edges: [deaf.to()] });
  const running = runTrace(flow, { input: 1, printer, signal: ending.signal, timeoutMs: undefined });
  await expect(running).rejects.toThrow("enough");
  expect(ends).toMatchObject([{ outcome: "cancelled", error: ending.signal.reason }]);
});
