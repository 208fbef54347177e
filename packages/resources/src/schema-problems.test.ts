import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { schemaProblems } from "./schema-problems.ts";

const schema = z.strictObject({
  temperature: z.number().min(0).max(2).optional(),
  maxTokens: z.int().min(1).optional(),
  seed: z.int().optional(),
  penalty: z.number().gt(-2).lt(2).optional(),
  most: z.number().max(5).optional(),
  stop: z.union([z.string(), z.array(z.string())]).optional(),
  choice: z.union([z.enum(["auto", "none"]), z.strictObject({ name: z.string().min(1) })]).optional(),
  format: z
    .discriminatedUnion("type", [
      z.strictObject({ type: z.literal("text") }),
      z.strictObject({ type: z.literal("json"), name: z.string() }),
    ])
    .optional(),
  mode: z.enum(["fast", "slow"]).optional(),
  isLoud: z.boolean().optional(),
  key: z.string().min(1).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  fetch: z.custom((value) => typeof value === "function", "Expected a function").optional(),
  words: z.array(z.string()).min(1).optional(),
  pair: z.array(z.string()).min(2).max(2).optional(),
  word: z.string().min(3).max(5).optional(),
  short: z.string().max(2).optional(),
  id: z.string(),
});

const problems = (config: object) => schemaProblems(schema, { id: "x", ...config });

describe("schemaProblems", () => {
  it("has nothing to say of a value that fits; 0 and an empty text are values", () => {
    expect(problems({ temperature: 0, seed: 0, stop: "" })).toEqual([]);
    expect(problems({ temperature: undefined })).toEqual([]);
  });

  it.each([
    [{ temperature: 9 }, "temperature", "Got 9; expected a number from 0 to 2."],
    [{ temperature: -0.1 }, "temperature", "Got -0.1; expected a number from 0 to 2."],
    [{ temperature: Number.NaN }, "temperature", "Got NaN; expected a number from 0 to 2."],
    [{ temperature: "hot" }, "temperature", 'Got "hot"; expected a number from 0 to 2.'],
    [{ temperature: "" }, "temperature", 'Got ""; expected a number from 0 to 2.'],
    [{ temperature: null }, "temperature", "Got null; expected a number from 0 to 2."],
    [{ temperature: [1] }, "temperature", "Got a list; expected a number from 0 to 2."],
    [{ maxTokens: 0 }, "maxTokens", "Got 0; expected an integer from 1."],
    [{ maxTokens: 1.5 }, "maxTokens", "Got 1.5; expected an integer from 1."],
    [{ seed: 0.5 }, "seed", "Got 0.5; expected an integer."],
    [{ penalty: 2 }, "penalty", "Got 2; expected a number above -2 below 2."],
    [{ most: 6 }, "most", "Got 6; expected a number up to 5."],
    [{ stop: 3 }, "stop", "Got a number; expected a text or a list."],
    [{ stop: ["a", 3] }, "stop.1", "Got a number; expected a text."],
    [{ choice: "any" }, "choice", 'Got a text; expected "auto", "none" or an object.'],
    [{ choice: { name: "" } }, "choice.name", 'Got ""; expected a text that is not empty.'],
    [{ format: { type: "xml" } }, "format.type", 'Got "xml"; expected "text" or "json".'],
    [{ format: { type: "json" } }, "format.name", "It is missing; expected a text."],
    [{ mode: "fats" }, "mode", 'Got "fats"; expected "fast" or "slow".'],
    [{ isLoud: "yes" }, "isLoud", 'Got "yes"; expected true or false.'],
    [{ words: [] }, "words", "Got a list; expected a list that is not empty."],
    [{ pair: ["a"] }, "pair", "Got a list; expected a list of exactly 2 entries."],
    [{ word: "ab" }, "word", "Got a text; expected a text of 3 to 5 characters."],
    [{ short: "abc" }, "short", "Got a text; expected a text of at most 2 characters."],
    [{ fetch: 1 }, "fetch", "Expected a function."],
    [{ id: undefined }, "id", "It is missing; expected a text."],
  ])("says of %o, at %s: %s", (config, path, message) => {
    const found = problems(config);
    expect(found.map((problem) => [problem.path.join("."), problem.message])).toEqual([[path, message]]);
  });

  it("says what to do: the allowed values, and leaving out what may be left out", () => {
    expect(problems({ temperature: 9 })[0]?.hint).toBe("Set it to a number from 0 to 2, or leave it out.");
    expect(problems({ id: undefined })[0]?.hint).toBe("Set it to a text.");
  });

  it("offers the nearest spelling of an unknown key, wherever it is", () => {
    expect(problems({ temprature: 1 })).toEqual([
      {
        path: ["temprature"],
        message: 'There is no option "temprature".',
        hint: expect.stringMatching(/^Did you mean "temperature"\? Known: choice, fetch, /),
      },
    ]);
    expect(problems({ choice: { name: "a", nam: 1 } })).toMatchObject([
      { path: ["choice", "nam"], hint: 'Did you mean "name"? Known: name.' },
    ]);
  });

  it("tells all defects at once", () => {
    expect(problems({ temperature: 9, maxTokens: 0, mood: 1 }).map(({ path }) => path)).toEqual([
      ["temperature"],
      ["maxTokens"],
      ["mood"],
    ]);
  });

  it("is not fooled by keys that objects inherit", () => {
    for (const key of ["constructor", "toString", "__proto__"]) {
      const found = schemaProblems(schema, JSON.parse(`{"id":"x","${key}":1}`));
      expect(found.map(({ path }) => path)).toEqual([[key]]);
    }
  });

  it.each([null, 3, "text", []])("says that %o is no object", (value) => {
    expect(schemaProblems(schema, value)).toMatchObject([
      { path: [], message: expect.stringContaining("expected an object") },
    ]);
  });

  it("repeats nothing that may be a secret", () => {
    const secret = "sk-secret";
    const found = problems({ key: [secret], headers: secret, id: 424_242, stop: { secret }, choice: secret });
    expect(found).toHaveLength(5);
    expect(JSON.stringify(found)).not.toMatch(/sk-secret|424242/);
    expect(problems({ headers: { authorization: 424_242 } })).toEqual([
      expect.objectContaining({
        path: ["headers", "authorization"],
        message: "Got a number; expected a text.",
      }),
    ]);
  });

  it("cuts long texts", () => {
    expect(problems({ mode: "x".repeat(1_000) })[0]?.message.length).toBeLessThan(100);
  });

  it("has a sentence and a path for whatever comes, exactly when the schema refuses it", () => {
    const config = fc.dictionary(fc.constantFrom(...Object.keys(schema.shape), "other"), fc.anything());
    fc.assert(
      fc.property(config, (value) => {
        const found = schemaProblems(schema, value);
        expect(found.length > 0).toBe(!schema.safeParse(value).success);
        for (const { path, message } of found) {
          expect(path.length).toBeGreaterThan(0);
          expect(message).toMatch(/[.!?]$/);
        }
      }),
    );
  });
});
