import { expect, test } from "vitest";
import { z } from "zod";
import { schemaLeaves } from "./schema-leaves.ts";

const text = z.string();
const step = z.strictObject({ step: z.unknown(), config: z.unknown() });

test.each([
  ["every key of an object", z.object({ a: text, b: z.number() }), ["a", "b"]],
  [
    "every key of an object in an object",
    z.strictObject({ a: z.object({ b: text, c: text }) }),
    ["a.b", "a.c"],
  ],
  ["what is optional", z.object({ a: text.optional() }), ["a"]],
  [
    "what is optional inside what is optional",
    z.object({ a: z.object({ b: text.optional() }).optional() }),
    ["a.b"],
  ],
  ["what may be null", z.object({ a: text.nullable() }), ["a"]],
  ["what is required again", z.object({ a: text.optional().nonoptional() }), ["a"]],
  ["what has a default", z.object({ a: text.default("x") }), ["a"]],
  ["what has a default that is parsed", z.object({ a: text.prefault("x") }), ["a"]],
  ["what falls back", z.object({ a: text.catch("x") }), ["a"]],
  ["what is read-only", z.object({ a: z.array(text).readonly() }), ["a"]],
  ["what a refinement is put on", z.object({ a: text }).refine(() => true), ["a"]],
  ["what a superRefine is put on", z.object({ a: text }).superRefine(() => undefined), ["a"]],
  ["what is described", z.object({ a: text.describe("…") }), ["a"]],
  ["what is piped", z.object({ a: text.pipe(z.enum(["x"])) }), ["a"]],
  ["what is transformed", z.object({ a: text.transform(Number) }), ["a"]],
  ["what is behind a preprocess", z.preprocess((value) => value, z.object({ a: text })), ["a"]],
  ["both sides of an intersection", z.intersection(z.object({ a: text }), z.object({ b: text })), ["a", "b"]],
  ["what is lazy", z.object({ a: z.lazy(() => z.object({ b: text })) }), ["a.b"]],
  ["a list of plain values as one", z.object({ a: z.array(text) }), ["a"]],
  ["a list of objects by their keys", z.object({ a: z.array(z.object({ b: text })) }), ["a[].b"]],
  ["a record of plain values as one", z.object({ a: z.record(text, z.unknown()) }), ["a"]],
  ["a record of objects by their keys", z.object({ a: z.record(text, z.object({ b: text })) }), ["a.*.b"]],
  [
    "keys that are not known by what they hold",
    z.object({ a: text }).catchall(z.object({ b: text })),
    ["a", "*.b"],
  ],
  ["keys that may hold anything not at all", z.looseObject({ a: text }), ["a"]],
  ["a list of steps as one", z.object({ a: z.array(step) }), ["a"]],
  ["a record of lists of steps as one", z.object({ a: z.record(text, z.array(step).min(1)) }), ["a"]],
  [
    "a custom check as one",
    z.object({ a: z.custom<() => void>((value) => typeof value === "function") }),
    ["a"],
  ],
  ["alternatives of one kind as one", z.object({ a: z.union([z.literal("x"), z.literal("y")]) }), ["a"]],
  ["each kind of alternative", z.object({ a: z.union([text, z.array(text)]) }), ["a<string>", "a<array>"]],
  [
    "alternatives in a list",
    z.object({ a: z.array(z.union([text, z.custom()])) }),
    ["a[]<string>", "a[]<custom>"],
  ],
  ["a value or an object", z.object({ a: z.union([z.enum(["x"]), z.object({ b: text })]) }), ["a", "a.b"]],
  [
    "a tagged union, each key once",
    z.discriminatedUnion("type", [
      z.object({ type: z.literal("a"), x: text }),
      z.object({ type: z.literal("b"), x: text, y: text }),
    ]),
    ["type", "x", "y"],
  ],
] as const)("finds %s", (_, schema, leaves) => {
  expect(schemaLeaves(schema)).toEqual(leaves);
});

test("refuses a kind of schema that it does not know, so that no setting is passed over", () => {
  expect(() => schemaLeaves(z.object({ a: z.map(text, text) }))).toThrow('schemas of type "map"');
});
