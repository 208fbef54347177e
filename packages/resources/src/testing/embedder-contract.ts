import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Embedder } from "../vectors/embedder.ts";
import type { EmbedderSubject } from "./embedder/embedder-subject.ts";

/** How far two vectors of one text may be apart: vendors round. */
const TOLERANCE = 2;

/**
 * The tests that every Embedder passes. Call it at the top of a vitest file; it registers its own `describe`. It covers
 * shape and order, that one text has one vector whatever stands beside it, odd texts, and signals.
 */
export function embedderContract(subject: EmbedderSubject): void {
  describe(`${subject.name} as an Embedder`, () => embedderTests(subject));
}

function embedderTests({ create, fuzzRuns = 20 }: EmbedderSubject): void {
  const withEmbedder = async (use: (embedder: Embedder) => Promise<void>) => {
    const embedder = await create();
    await use(embedder).finally(() => embedder.close?.());
  };

  it("says what it is, and the same each time", () =>
    withEmbedder(async ({ id, dimensions }) => {
      expect(id).toMatch(/./);
      expect(Number.isInteger(dimensions) && dimensions > 0).toBe(true);
      await withEmbedder(async (other) => expect([other.id, other.dimensions]).toEqual([id, dimensions]));
    }));

  it("gives nothing for nothing", () =>
    withEmbedder(async (embedder) => expect(await embedder.embed([])).toEqual([])));

  it("is nearest to the text itself", () =>
    withEmbedder(async (embedder) => {
      const texts = [
        "The cat sleeps on the sofa.",
        "Interest rates rose again in June.",
        "Bread needs salt.",
      ];
      const vectors = await all(embedder, texts);
      for (const [index, text] of texts.entries()) {
        const [query] = await all(embedder, [text]);
        const scores = vectors.map((vector) => dot(vector, query ?? []));
        expect(scores.indexOf(Math.max(...scores))).toBe(index);
      }
    }));

  it.each([
    ["empty", ""],
    ["a space", " "],
    ["half a surrogate pair", "a\ud83d"],
    ["a NUL", "a\u0000b"],
    ["an emoji", "💥"],
    ["20 000 characters", "word ".repeat(4_000)],
  ])("gives a vector for a text that is %s", (_, text) =>
    withEmbedder(async (embedder) => {
      await all(embedder, [text]);
    }),
  );

  it("gives one text one vector, whatever stands beside it", () =>
    withEmbedder(async (embedder) => {
      const texts = fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 5 });
      const property = fc.asyncProperty(texts, async (list) => {
        const together = await all(embedder, list);
        for (const [index, text] of list.entries()) {
          const [alone] = await all(embedder, [text]);
          for (const [place, number] of (alone ?? []).entries())
            expect(together[index]?.[place]).toBeCloseTo(number, TOLERANCE);
        }
      });
      await fc.assert(property, { numRuns: fuzzRuns });
    }));

  it("begins nothing with a signal that has fired", () =>
    withEmbedder(async (embedder) => {
      const signal = AbortSignal.abort(new Error("enough"));
      await expect(embedder.embed(["a"], { signal })).rejects.toThrow("enough");
    }));
}

/** One vector for each text, as long as it says, of finite numbers. */
async function all(embedder: Embedder, texts: readonly string[]): Promise<readonly (readonly number[])[]> {
  const vectors = (await embedder.embed(texts)).map((vector) => [...vector]);
  expect(vectors.map(({ length }) => length)).toEqual(texts.map(() => embedder.dimensions));
  expect(vectors.flat().every(Number.isFinite)).toBe(true);
  return vectors;
}

const dot = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
