import { Annotation, MessagesAnnotation } from "@langchain/langgraph";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  DefaultState,
  loadLangGraph,
  mergeable,
  OPEN_KEY,
  reducedKeys,
  type StateDefinition,
  stateReducers,
  withMessages,
} from "../index.ts";
import { writeAtOnce, writeInTurn } from "./graph-writes.test-helper.ts";

type Values = Record<string, unknown>;

const State = withMessages(
  mergeable(
    z.object({
      log: z.array(z.string()).default(() => ["start"]),
      bare: z.array(z.number()).optional(),
      facts: z.record(z.string(), z.number()).optional(),
      best: z.number().default(2),
      total: z.number().optional(),
      topic: z.string().optional(),
    }),
    {
      log: "append",
      bare: "append",
      facts: "merge",
      best: (current, update) => Math.max(current ?? 0, update),
      total: (current = 100, update) => 2 * current - update,
      topic: "last",
    },
  ),
);

const Channels = Annotation.Root({
  ...MessagesAnnotation.spec,
  log: Annotation<string[], string | string[]>({
    reducer: (current, update) => current.concat(update),
    default: () => ["start"],
  }),
  best: Annotation<number>({ reducer: (current, update) => Math.max(current, update), default: () => 2 }),
  total: Annotation<number>({ reducer: (current, update) => 2 * current - update }),
  bare: Annotation<number[]>,
  facts: Annotation<Record<string, number>>,
  topic: Annotation<string>,
});
const Merged = mergeable(Channels, { bare: "append", facts: "merge", topic: "last" });

const word = fc.constantFrom("a", "b", "c");
const write = fc.record(
  {
    log: fc.oneof(word, fc.array(word, { maxLength: 3 })),
    bare: fc.oneof(fc.integer(), fc.array(fc.integer(), { maxLength: 3 })),
    facts: fc.dictionary(word, fc.integer(), { maxKeys: 3 }),
    best: fc.integer({ min: -5, max: 5 }),
    total: fc.integer({ min: -5, max: 5 }),
    topic: word,
    // The same id replaces a message.
    messages: fc.record({ role: fc.constant("user"), content: word, id: word }),
  },
  { requiredKeys: [] },
);
const writes = fc.array(write, { minLength: 1, maxLength: 6 });

/** What the reducers alone make of writes. */
async function fold(definition: StateDefinition, all: readonly Values[]): Promise<Values> {
  const reducers = await stateReducers(definition);
  const state: Values = {};
  for (const [key, update] of all.flatMap((each) => Object.entries(each)))
    state[key] = reducers.get(key)?.(state[key], update);
  return state;
}

describe.each([
  ["a zod state", State],
  ["an Annotation", Merged],
])("the reducers of %s", (_, definition) => {
  it.each([
    ["one after the other", writeInTurn],
    ["at once", writeAtOnce],
  ])("make of random writes what a compiled graph makes of them %s", async (_way, run) => {
    await loadLangGraph();
    await fc.assert(
      fc.asyncProperty(writes, async (all) => {
        const nonEmpty = all.filter((each) => Object.keys(each).length > 0);
        fc.pre(nonEmpty.length > 0);
        const folded = await fold(definition, nonEmpty);
        const state = await run(definition, {}, nonEmpty);
        expect(plain(folded)).toEqual(plain(pick(state, Object.keys(folded))));
      }),
      { numRuns: 60 },
    );
  });

  it("have every key that the graph reduces, and no other", async () => {
    await loadLangGraph();
    const keys = ["messages", "log", "bare", "facts", "best", "total", "topic"];
    expect(new Set((await stateReducers(definition)).keys())).toEqual(new Set(keys));
    expect(reducedKeys(definition)).toEqual(new Set(keys));
    expect(await stateReducers(definition)).toBe(await stateReducers(definition));
  });
});

function pick(state: Values, keys: readonly string[]): Values {
  return Object.fromEntries(keys.map((key) => [key, state[key]]));
}

/** Messages as data: their classes hold more than what they say. */
function plain(state: Values): Values {
  const messages = (state.messages ?? []) as { id: string; text: string }[];
  return { ...state, messages: messages.map(({ id, text }) => ({ id, text })) };
}

describe("reducedKeys", () => {
  it("has what is reduced by nature: messages, and what an open state holds besides", () => {
    expect(reducedKeys(DefaultState)).toEqual(new Set(["messages", OPEN_KEY]));
    expect(reducedKeys(withMessages(z.object({ a: z.string() })))).toEqual(new Set(["messages"]));
    expect(reducedKeys(withMessages(Annotation.Root({ a: Annotation<string> })))).toEqual(
      new Set(["messages"]),
    );
  });

  it("are worked out once for each state, because every run asks for them", () => {
    for (const definition of [State, Merged, DefaultState])
      expect(reducedKeys(definition)).toBe(reducedKeys(definition));
  });
});
