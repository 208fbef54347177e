import { Annotation, StateSchema } from "@langchain/langgraph";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AgentConfig, mergeable, OPEN_KEY, type StateDefinition } from "../index.ts";

const step = { step: "custom", config: {} };
const problemsOf = (stateSchema: unknown) =>
  new AgentConfig({ stateSchema: stateSchema as StateDefinition, steps: [step] }).validate();

const date = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (at) => at.toISOString(),
});
const trimmed = z.string().transform((text) => text.trim());

describe("the state of a definition", () => {
  it.each([
    ["a transform", trimmed, "a transform"],
    ["a bare transform", z.transform(String), "a transform"],
    ["a codec", date, "a codec"],
    ["stringbool", z.stringbool(), "a codec"],
    ["success", z.success(z.string()), "z.success()"],
    ["a pipe of another type", z.string().pipe(z.coerce.number()), "a pipe from string to number"],
    ["one below a default", trimmed.default("x"), "a transform"],
    ["one of a list", z.array(trimmed), "a transform at []"],
    ["one deep inside", z.object({ items: z.array(z.object({ at: date })) }), "a codec at items[].at"],
    ["one in a record", z.record(z.string(), z.tuple([z.string(), date], date)), "a codec at [][1]"],
    ["one as a rest", z.tuple([z.string()], date), "a codec at []"],
    ["one in a map", z.map(z.string(), date), "a codec at []"],
    ["one in a set", z.set(date), "a codec at []"],
    ["one of a union", z.union([z.number(), trimmed]), "a transform"],
    ["one of an intersection", z.intersection(z.object({}), z.object({ at: date })), "a codec at at"],
    ["one behind lazy", z.lazy(() => trimmed), "a transform"],
    ["one of a promise", z.promise(trimmed), "a transform"],
    ["one after a preprocess", z.preprocess((value) => value, trimmed), "a transform"],
    ["one that begins a pipe", trimmed.pipe(z.string()), "a transform"],
    ["an open object inside", z.object({}).catchall(date), "a codec at []"],
  ])("names %s, whose values cannot be parsed again", (_, field, what) => {
    expect(problemsOf(z.object({ topic: z.string(), field }))).toEqual([
      {
        path: ["stateSchema", "field"],
        message: `The field "field" has ${what}: a state is parsed more than once, so a parsed value must fit its own schema.`,
        hint: expect.stringContaining("z.preprocess()"),
      },
    ]);
  });

  it("takes every field whose values can be parsed again", () => {
    interface Tree {
      readonly children: readonly Tree[];
    }
    const tree: z.ZodType<Tree> = z.lazy(() => z.object({ children: z.array(tree) }));
    const State = z.object({
      defaulted: z.string().default("x"),
      prefault: z.int().prefault(1),
      optional: z.string().optional().nullable(),
      caught: z.string().catch("x").readonly(),
      coerced: z.coerce.number(),
      trimmed: z.string().trim(),
      prepared: z.preprocess(String, z.string()),
      narrowed: z.string().pipe(z.email()),
      widened: z.enum(["a", "b"]).pipe(z.union([z.literal("a"), z.literal("b")])),
      numbered: z.coerce.number().pipe(z.number()),
      unknownPipe: z.unknown().pipe(z.string()),
      templated: z.string().pipe(z.templateLiteral(["a", z.number()])),
      unioned: z.union([z.string(), z.any()]).pipe(z.number()),
      piped: z.string().pipe(z.string().pipe(z.string())),
      either: z.union([z.string(), z.number()]).optional(),
      numeric: z.enum({ a: 1 }).pipe(z.literal(1)),
      nested: z.looseObject({ pair: z.tuple([z.string()]) }),
      tree,
      own: z.custom<Date>(),
      messages: z.array(trimmed).default([]),
    });
    expect(problemsOf(State)).toEqual([]);
    expect(
      problemsOf(
        mergeable(State.omit({ tree: true }).extend({ log: z.array(z.string()) }), { log: "append" }),
      ),
    ).toEqual([]);
    expect(problemsOf(Annotation.Root({ a: Annotation<string> }))).toEqual([]);
  });

  it("names the type of undeclared keys, and a declared one that only an open state may hold", () => {
    expect(problemsOf(z.object({ [OPEN_KEY]: z.string() }).catchall(date))).toEqual([
      expect.objectContaining({ path: ["stateSchema", OPEN_KEY], hint: "Give the key another name." }),
      expect.objectContaining({
        path: ["stateSchema"],
        message: expect.stringMatching(/^The type of undeclared keys has a codec/),
      }),
    ]);
  });

  it("is told with all other defects when it is none", () => {
    const problems = new AgentConfig({ stateSchema: z.string() as never, name: "" }).validate();
    expect(problems.map(({ path }) => path)).toEqual([["name"], ["steps"], ["stateSchema"]]);
    expect(problems.at(-1)).toMatchObject({
      message: expect.stringContaining("a zod schema of type string"),
      hint: expect.stringContaining("z.object"),
    });
    expect(problemsOf(new StateSchema({}))).toMatchObject([
      { message: expect.stringContaining("a plain object") },
    ]);
  });
});
