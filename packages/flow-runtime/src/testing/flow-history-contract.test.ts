import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createInMemoryHistory, type FlowEvent, type FlowHistory } from "../index.ts";
import { DURABLE_CASES, HISTORY_CASES } from "./flow-history/flow-history-cases.ts";
import type { FlowHistorySubject } from "./flow-history/flow-history-subject.ts";
import { flowHistoryContract } from "./index.ts";

flowHistoryContract({ name: "the history in memory", create: () => createInMemoryHistory() });

interface FileHistory extends FlowHistory {
  readonly folder: string;
}

/** A history of one line for each event, in a real file. */
function fileHistory(folder: string): FileHistory {
  const path = join(folder, "events.jsonl");
  return {
    folder,
    append: (events) => appendFile(path, events.map((event) => `${JSON.stringify(event)}\n`).join("")),
    async load(traceId) {
      const text = await readFile(path, "utf8").catch(() => "");
      const events = text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as FlowEvent]));
      return events.filter((event) => event.traceId === traceId);
    },
  };
}

flowHistoryContract({
  name: "a history in a file",
  create: async () => fileHistory(await mkdtemp(join(tmpdir(), "history-"))),
  reopen: ({ folder }) => fileHistory(folder),
  close: ({ folder }) => rm(folder, { recursive: true }),
});

type Broken = (history: FlowHistory) => Partial<FlowHistory>;

/** For each case a history that is right but for the one thing that the case is about. */
const BROKEN: Readonly<Record<string, Broken>> = {
  "keeps the events of a trace in the order in which they came, batch after batch": ({ load }) => ({
    load: async (traceId) => [...(await load(traceId))].sort((one, other) => other.ts - one.ts),
  }),
  "has an event as soon as append has ended": ({ append }) => ({
    append: (events) => void setImmediate(() => append(events)),
  }),
  "knows nothing of a trace that nobody has told it of": ({ load }) => ({
    load: async (traceId) => {
      const events = await load(traceId);
      return events.length === 0 ? (undefined as never) : events;
    },
  }),
  "keeps traces apart whose events come mixed": ({ append, load }) => ({
    append: (events) => append(events.map((event) => ({ ...event, traceId: event.traceId.slice(0, 1) }))),
    load: async (traceId) => (await load(traceId.slice(0, 1))).map((event) => ({ ...event, traceId })),
  }),
  "takes batches of several flows at once, and loses none": ({ append }) => {
    let isBusy = false;
    return {
      async append(events) {
        if (isBusy) return;
        isBusy = true;
        await append(events);
        await null;
        isBusy = false;
      },
    };
  },
  "takes an empty batch, and nothing comes of it": ({ append }) => ({
    append(events) {
      if (events.length === 0) throw new Error("There is nothing to write.");
      return append(events);
    },
  }),
  "keeps an event whole": ({ append }) => ({
    append: (events) => append(events.map(({ meta: _, ...event }) => event)),
  }),
  "takes an event as often as it comes: two that are alike are two": ({ load }) => ({
    load: async (traceId) => [
      ...new Map((await load(traceId)).map((event) => [JSON.stringify(event), event])).values(),
    ],
  }),
  "takes any text as the id of a trace": ({ append, load }) => {
    const normal = (id: string) => id.trim().normalize();
    return {
      append: (events) => append(events.map((event) => ({ ...event, traceId: normal(event.traceId) }))),
      load: async (traceId) => (await load(normal(traceId))).map((event) => ({ ...event, traceId })),
    };
  },
  "is not changed by what is done to its answers": () => {
    const kept: FlowEvent[] = [];
    return { append: (events) => void kept.push(...events), load: () => kept };
  },
  "is not changed by what is done to a batch that it has taken": () => {
    const batches: (readonly FlowEvent[])[] = [];
    return {
      append: (events) => void batches.push(events),
      load: (traceId) => batches.flat().filter((event) => event.traceId === traceId),
    };
  },
  "has all that a flow tells": ({ append }) => ({
    append: (events) => append(events.filter(({ type }) => type !== "trace-settled")),
  }),
};

test.each(Object.keys(HISTORY_CASES))("a broken history is seen by: %s", async (name) => {
  const broken: FlowHistorySubject = {
    name: "broken",
    create() {
      const history = createInMemoryHistory();
      return { ...history, ...BROKEN[name]?.(history) };
    },
  };
  await expect(HISTORY_CASES[name]?.(broken)).rejects.toThrow();
});

test.each(Object.keys(DURABLE_CASES))("a history that forgets is seen by: %s", async (name) => {
  const forgetful: FlowHistorySubject = {
    name: "forgetful",
    create: () => createInMemoryHistory(),
    reopen: () => createInMemoryHistory(),
  };
  await expect(DURABLE_CASES[name]?.(forgetful)).rejects.toThrow();
});
