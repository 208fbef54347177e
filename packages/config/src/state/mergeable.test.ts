import { Annotation, Overwrite } from "@langchain/langgraph";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { loadLangGraph, mergeable, reducedKeys, StateTypeFactory, withMessages } from "../index.ts";
import { checkpointedWrites, writeAtOnce, writeInTurn } from "./graph-writes.test-helper.ts";

const Base = z
  .object({
    log: z.array(z.string()).default(() => ["start"]),
    facts: z.record(z.string(), z.number()).optional(),
    best: z.number().optional(),
    total: z.number().optional(),
    topic: z.string().optional(),
  })
  .meta({ title: "Report" });

const State = mergeable(Base, {
  log: "append",
  facts: "merge",
  best: (current, update) => Math.max(current ?? 0, update),
  total: (current = 100, update) => current + update,
  topic: "last",
});

describe("mergeable", () => {
  it("lets parallel steps write one key, in each of the four ways", async () => {
    const writes = [
      { log: "a", facts: { x: 1, y: 1 }, best: 3, total: 1, topic: "first" },
      { log: ["b", "c"], facts: { y: 2 }, best: 2, total: 2, topic: "second" },
    ];
    expect(await writeAtOnce(State, {}, writes)).toEqual({
      log: ["start", "a", "b", "c"],
      facts: { x: 1, y: 2 },
      best: 3,
      total: 103,
      topic: "second",
    });
    await expect(writeAtOnce(Base, {}, [{ topic: "a" }, { topic: "b" }])).rejects.toThrow(
      /one value per step/,
    );
  });

  it("reduces what a run is started with, too: a single element becomes a list", async () => {
    expect(
      await writeInTurn(mergeable(z.object({ log: z.array(z.string()) }), { log: "append" }), { log: "a" }, [
        { log: "b" },
      ]),
    ).toEqual({ log: ["a", "b"] });
  });

  it("makes a default anew for every run", async () => {
    const run = await checkpointedWrites(State);
    const first = await run({ topic: "x" }, "first");
    (first.log as string[]).push("mine");
    expect((await run({ topic: "x" }, "second")).log).toEqual(["start"]);
  });

  it("keeps keys without a value absent", async () => {
    const sparse = mergeable(z.object({ log: z.array(z.string()).optional(), at: z.number().optional() }), {
      log: "append",
    });
    expect(await writeInTurn(sparse, {}, [{ at: 1 }])).toEqual({ at: 1 });
  });

  it("changes neither the schema that it was given nor its name", () => {
    expect([...reducedKeys(Base)]).toEqual([]);
    expect(Base.safeParse({ log: "a" }).success).toBe(false);
    expect(StateTypeFactory.stateName(State)).toBe("Report");
    expect(Object.keys(State.shape)).toEqual(Object.keys(Base.shape));
  });

  it.each([
    ["withMessages", withMessages(State)],
    ["extend", State.extend({ extra: z.string().optional() })],
    ["pick", State.pick({ log: true, topic: true })],
    ["partial", State.partial()],
    ["another call", mergeable(State, { topic: "last" })],
    ["the same call twice", mergeable(State, { log: "append" })],
    ["a description", z.object({ ...State.shape, log: State.shape.log.describe("What was done.") })],
  ])("stays with a schema that was derived by %s", async (_, derived) => {
    const { log } = await writeAtOnce(derived, {}, [{ log: "a" }, { log: ["b"] }]);
    expect(new Set(log as string[])).toEqual(new Set(["start", "a", "b"]));
  });

  it("is left behind where a field is replaced, and replaced by a later reducer", async () => {
    const { log } = State.extend({ log: z.array(z.string()) }).shape;
    expect([...reducedKeys(z.object({ log }))]).toEqual([]);
    const lastOnly = mergeable(State, { log: "last" });
    expect(await writeAtOnce(lastOnly, {}, [{ log: ["a"] }, { log: ["b"] }])).toEqual({ log: ["b"] });
  });

  it("tells two fields apart that were one schema", () => {
    const list = z.array(z.string());
    expect([...reducedKeys(mergeable(z.object({ a: list, b: list }), { b: "append" }))]).toEqual(["b"]);
  });

  it("keeps refinements, descriptions, default factories and the JSON schema of a list", () => {
    const strict = z
      .object({
        log: z
          .array(z.string())
          .describe("What was done.")
          .default(() => []),
        max: z.number(),
      })
      .refine(({ log, max }) => log.length <= max, "too much");
    const derived = mergeable(strict, { log: "append" });
    expect(derived.safeParse({ log: ["a", "b"], max: 1 }).error?.issues[0]?.message).toBe("too much");
    expect(derived.parse({ max: 1 }).log).not.toBe(derived.parse({ max: 1 }).log);
    expect(z.toJSONSchema(derived, { io: "input" }).properties?.log).toMatchObject({
      type: "array",
      description: "What was done.",
    });
  });

  it("appends to what a preprocess() makes a list, and to a list that is never missing", async () => {
    const words = z.preprocess(
      (value) => (typeof value === "string" ? value.split(" ") : value),
      z.array(z.string()),
    );
    const plain = z.array(z.number()).readonly().catch([]);
    const few = z.array(z.number()).pipe(z.array(z.number()).max(2)).optional();
    const derived = mergeable(z.object({ words, plain, few }), {
      words: "append",
      plain: "append",
      few: "append",
    } as never);
    expect(
      await writeInTurn(derived, { words: "a b" }, [{ words: "c", plain: 1, few: 1 }, { plain: [2] }]),
    ).toEqual({
      words: ["a", "b", "c"],
      plain: [1, 2],
      few: [1],
    });
  });

  it("merges objects of a fixed shape; every write has to fit the shape", async () => {
    const merged = mergeable(
      z.object({ at: z.object({ x: z.number().optional(), y: z.number().optional() }).optional() }),
      {
        at: "merge",
      },
    );
    expect(await writeAtOnce(merged, {}, [{ at: { x: 1 } }, { at: { y: 2 } }])).toEqual({
      at: { x: 1, y: 2 },
    });
    await expect(writeInTurn(merged, {}, [{ at: { x: "1" } }])).rejects.toThrow(/expected number/);
  });

  it("concatenates a list, so an element that is a list itself comes wrapped", async () => {
    const rows = mergeable(z.object({ rows: z.array(z.array(z.number())) }), { rows: "append" });
    expect(await writeInTurn(rows, { rows: [] }, [{ rows: [[1, 2]] }])).toEqual({ rows: [[1, 2]] });
    await expect(writeInTurn(rows, { rows: [] }, [{ rows: [1, 2] }])).rejects.toThrow(/expected array/);
  });

  it("goes on where a checkpoint left off, without starting from the default again", async () => {
    const run = await checkpointedWrites(State);
    await run({ log: "a" });
    expect(await run({ log: "b" })).toMatchObject({ log: ["start", "a", "b"] });
  });

  it("lets a value be overwritten past its reducer", async () => {
    const { log } = await writeInTurn(State, {}, [
      { log: "a" },
      { log: new Overwrite(["new"]) },
      { log: "b" },
    ]);
    expect(log).toEqual(["new", "b"]);
    const bare = mergeable(z.object({ log: z.array(z.string()).optional() }), { log: "append" });
    expect(await writeInTurn(bare, {}, [{ log: new Overwrite(["new"]) }])).toEqual({ log: ["new"] });
  });

  it("refuses every reducer that cannot be, at once, with the nearest key and name", () => {
    const reducers = {
      lgo: "append",
      best: "append",
      log: "merge",
      facts: "mrege",
      total: null,
      topic: 7,
      messages: "last",
    };
    expect(() => mergeable(withMessages(Base), reducers as never)).toThrow(
      expect.objectContaining({
        code: "INVALID_REDUCER",
        message: expect.stringMatching(/state "ReportWithMessages" have 7 defects:/),
        details: {
          problems: [
            {
              path: ["lgo"],
              message: expect.any(String),
              hint: expect.stringContaining('Did you mean "log"?'),
            },
            {
              path: ["best"],
              message: expect.stringContaining("always a list"),
              hint: expect.stringContaining('Use "last" or'),
            },
            {
              path: ["log"],
              message: expect.stringContaining("always an object"),
              hint: expect.stringContaining('"append", "last"'),
            },
            {
              path: ["facts"],
              message: 'Got "mrege"; expected a reducer.',
              hint: expect.stringContaining('"merge"'),
            },
            { path: ["total"], message: "Got null; expected a reducer.", hint: expect.any(String) },
            {
              path: ["topic"],
              message: "Got a value of type number; expected a reducer.",
              hint: expect.any(String),
            },
            {
              path: ["messages"],
              message: expect.stringContaining("messages reducer"),
              hint: "Leave it out.",
            },
          ],
        },
      }),
    );
    const nullable = z.object({ log: z.array(z.string()).nullable() });
    expect(() => mergeable(nullable, { log: "append" } as never)).toThrow(/a defect:\n.*type nullable/);
    expect(() => mergeable(z.string() as never, {})).toThrow(
      expect.objectContaining({ code: "INVALID_STATE_SCHEMA" }),
    );
  });

  it("takes undefined for a reducer that was left out, and no reducers at all", () => {
    expect([...reducedKeys(mergeable(Base, { log: undefined }))]).toEqual([]);
    expect([...reducedKeys(mergeable(Base, undefined as never))]).toEqual([]);
    expect(StateTypeFactory.stateName(mergeable(z.object({}), {}))).toBe("State");
  });
});

describe("a reducer of your own", () => {
  const failing = (reduce: () => number) =>
    mergeable(z.object({ total: z.number().optional() }), { total: reduce });

  it.each([
    [
      "throws",
      () => {
        throw new Error("no");
      },
      'The reducer of "total" failed: no',
    ],
    [
      "throws no error",
      () => {
        throw "odd";
      },
      'The reducer of "total" failed: odd',
    ],
    ["returns nothing", () => undefined, 'The reducer of "total" returned nothing'],
    ["is asynchronous", async () => 1, 'The reducer of "total" returned a promise'],
  ])("that %s is named with its key", async (_, reduce, message) => {
    await expect(writeInTurn(failing(reduce as never), {}, [{ total: 1 }])).rejects.toMatchObject({
      code: "UPDATE_NOT_MERGEABLE",
      message: expect.stringContaining(message),
      details: { key: "total" },
    });
  });
});

describe("mergeable on an Annotation", () => {
  const Channels = Annotation.Root({
    log: Annotation<string[]>,
    facts: Annotation<Record<string, number>>({ reducer: (_, next) => next, default: () => ({ start: 1 }) }),
    total: Annotation<number>,
  });
  const Merged = mergeable(Channels, {
    log: "append",
    facts: "merge",
    total: (current = 10, update) => current + update,
  });

  it("reduces as for zod, and starts with the default that a key had", async () => {
    await loadLangGraph();
    const writes = [
      { log: "a", facts: { x: 1 }, total: 1 },
      { log: ["b"], facts: { y: 2 }, total: 2 },
    ];
    expect(await writeAtOnce(Merged, {}, writes)).toEqual({
      log: ["a", "b"],
      facts: { start: 1, x: 1, y: 2 },
      total: 13,
    });
    expect(await writeAtOnce(mergeable(Merged, { log: "last" }), {}, writes)).toMatchObject({ log: ["b"] });
    expect(Channels.spec.log).toBe(Annotation);
  });

  it("tells what cannot be merged when it is written, since an Annotation has no types to check before", async () => {
    await loadLangGraph();
    for (const [facts, kind] of [
      ["x", "type string"],
      [[1], "a list"],
      [null, "null"],
      [new Map(), "type object"],
    ]) {
      await expect(writeInTurn(Merged, {}, [{ facts }])).rejects.toMatchObject({
        code: "UPDATE_NOT_MERGEABLE",
        message: expect.stringContaining(
          `needs a plain object, but was given ${kind === "null" || kind === "a list" ? kind : `a value of ${kind}`}`,
        ),
      });
    }
    const odd = Annotation.Root({
      log: Annotation<string>({ reducer: (_, next) => next, default: () => "text" }),
    });
    await expect(writeInTurn(mergeable(odd, { log: "append" } as never), {}, [{ log: "a" }])).rejects.toThrow(
      /needs a list/,
    );
    expect(() => mergeable(Channels, { lgo: "append" } as never)).toThrow(/Did you mean "log"/);
  });
});
