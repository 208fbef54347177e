import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { createFlow } from "../../create-flow.ts";
import type { FlowEvent } from "../../flow-event.ts";
import type { FlowHistory } from "../../history/flow-history.ts";
import { node } from "../../node.ts";
import { type FlowHistorySubject, withHistory } from "./flow-history-subject.ts";
import { HOSTILE_IDS, sampleEvents, WHOLE_EVENT } from "./sample-events.ts";

/** A test without a runner: it rejects when the subject does not hold it. */
type Case = (subject: FlowHistorySubject) => Promise<void>;
type HistoryCase = (history: FlowHistory) => Promise<void>;

const on =
  (run: HistoryCase): Case =>
  (subject) =>
    withHistory(subject, run);

/** What every history holds. */
export const HISTORY_CASES: Readonly<Record<string, Case>> = {
  "keeps the events of a trace in the order in which they came, batch after batch": on(async (history) => {
    const events = sampleEvents("trace", 600);
    for (const [from, to] of [
      [0, 1],
      [1, 257],
      [257, 600],
    ] as const)
      await history.append(events.slice(from, to));
    deepStrictEqual(await history.load("trace"), events);
  }),

  "has an event as soon as append has ended": on(async (history) => {
    const [first, second] = sampleEvents("trace", 2) as [FlowEvent, FlowEvent];
    await history.append([first]);
    deepStrictEqual(await history.load("trace"), [first]);
    await history.append([second]);
    deepStrictEqual(await history.load("trace"), [first, second]);
  }),

  "knows nothing of a trace that nobody has told it of": on(async (history) => {
    deepStrictEqual(await history.load("nobody"), []);
    await history.append(sampleEvents("somebody", 1));
    deepStrictEqual(await history.load("nobody"), []);
  }),

  "keeps traces apart whose events come mixed": on(async (history) => {
    const traces = ["a", "b", "a-b", "ab"].map((id) => sampleEvents(id, 20));
    await history.append(
      Array.from({ length: 20 }, (_, index) => traces.map((events) => events[index] as FlowEvent)).flat(),
    );
    for (const events of traces) deepStrictEqual(await history.load(events[0]?.traceId as string), events);
  }),

  "takes batches of several flows at once, and loses none": on(async (history) => {
    const traces = Array.from({ length: 20 }, (_, index) => sampleEvents(`trace-${index}`, 3));
    await Promise.all(traces.map(async (events) => history.append(events)));
    for (const events of traces) deepStrictEqual(await history.load(events[0]?.traceId as string), events);
  }),

  "takes an empty batch, and nothing comes of it": on(async (history) => {
    const events = sampleEvents("trace", 1);
    await history.append([]);
    await history.append(events);
    await history.append([]);
    deepStrictEqual(await history.load("trace"), events);
  }),

  "keeps an event whole": on(async (history) => {
    await history.append([WHOLE_EVENT]);
    deepStrictEqual(await history.load(WHOLE_EVENT.traceId), [WHOLE_EVENT]);
  }),

  "takes an event as often as it comes: two that are alike are two": on(async (history) => {
    await history.append([WHOLE_EVENT, WHOLE_EVENT]);
    await history.append([WHOLE_EVENT]);
    strictEqual((await history.load(WHOLE_EVENT.traceId)).length, 3);
  }),

  "takes any text as the id of a trace": on(async (history) => {
    for (const id of HOSTILE_IDS) await history.append(sampleEvents(id, 2));
    for (const id of HOSTILE_IDS) deepStrictEqual(await history.load(id), sampleEvents(id, 2));
  }),

  "is not changed by what is done to its answers": on(async (history) => {
    const events = sampleEvents("trace", 2);
    await history.append(events);
    ((await history.load("trace")) as FlowEvent[]).reverse().push(WHOLE_EVENT);
    deepStrictEqual(await history.load("trace"), events);
  }),

  "is not changed by what is done to a batch that it has taken": on(async (history) => {
    const batch = [...sampleEvents("trace", 2)];
    await history.append(batch);
    batch.length = 0;
    deepStrictEqual(await history.load("trace"), sampleEvents("trace", 2));
  }),

  "has all that a flow tells": on(async (history) => {
    const told: FlowEvent[] = [];
    const fails = node({ name: "fails", policy: { maxRetries: 1, backoffBaseMs: 0 } }, () => {
      throw new Error("It fails.");
    });
    await using flow = createFlow({
      edges: [fails.to()],
      history,
      onEvent: (event) => void told.push(event),
    });
    await flow.call("input", { traceId: "trace" }).catch(() => undefined);
    strictEqual(told.at(-1)?.type, "trace-settled");
    deepStrictEqual(await flow.history("trace"), told);
    await flow.stop();
    strictEqual(flow.stats().historyFailures, 0);
    deepStrictEqual(await history.load("trace"), told);
  }),
};

/** What those hold besides that keep events longer than they live. */
export const DURABLE_CASES: Readonly<Record<string, Case>> = {
  "has everything when it is opened another time": async (subject) => {
    const history = await subject.create();
    await history.append(sampleEvents("trace", 300));
    const again = (await subject.reopen?.(history)) ?? history;
    try {
      deepStrictEqual(await again.load("trace"), sampleEvents("trace", 300));
      await again.append([{ ...WHOLE_EVENT, traceId: "trace" }]);
      deepStrictEqual((await again.load("trace")).at(-1), { ...WHOLE_EVENT, traceId: "trace" });
    } finally {
      await subject.close?.(again);
    }
  },
};
