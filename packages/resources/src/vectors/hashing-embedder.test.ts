import { describe, expect, it } from "vitest";
import { embedderContract } from "../testing/embedder-contract.ts";
import { createHashingEmbedder } from "./hashing-embedder.ts";

embedderContract({ name: "the hashing embedder", create: async () => createHashingEmbedder() });

const embedder = createHashingEmbedder();

async function nearness(one: string, other: string): Promise<number> {
  const [a = [], b = []] = await embedder.embed([one, other]);
  return [...a].reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

describe("createHashingEmbedder", () => {
  it("is pinned: stored vectors must mean the same tomorrow", async () => {
    expect([embedder.id, embedder.dimensions]).toEqual(["hashing-v1-384", 384]);
    const [vector = []] = await embedder.embed(["Bread needs salt, é"]);
    const set = [...vector].flatMap((value, index) =>
      value === 0 ? [] : [[index, Number(value.toFixed(4))]],
    );
    expect(set).toMatchInlineSnapshot(`
      [
        [
          4,
          0.1961,
        ],
        [
          19,
          -0.4086,
        ],
        [
          67,
          0.1961,
        ],
        [
          86,
          -0.1961,
        ],
        [
          95,
          -0.1961,
        ],
        [
          108,
          -0.1961,
        ],
        [
          144,
          0.4086,
        ],
        [
          174,
          -0.1961,
        ],
        [
          180,
          0,
        ],
        [
          206,
          -0.1961,
        ],
        [
          245,
          0.1961,
        ],
        [
          259,
          0.1961,
        ],
        [
          304,
          -0.1961,
        ],
        [
          306,
          0.1634,
        ],
        [
          336,
          -0.3735,
        ],
        [
          350,
          0.1961,
        ],
        [
          360,
          -0.1961,
        ],
        [
          377,
          0.1961,
        ],
      ]
    `);
  });

  it("gives vectors of length 1, or all zeros where there is no word", async () => {
    expect(await nearness("Bread needs salt.", "Bread needs salt.")).toBeCloseTo(1, 5);
    for (const text of ["", "  ", "?! …"]) expect(await nearness(text, text)).toBe(0);
  });

  it("does not look at case, punctuation or spelling variants of Unicode", async () => {
    expect(await nearness("Crème brûlée!", "cre\u0300me BRU\u0302LE\u0301E")).toBeCloseTo(1, 5);
  });

  it("finds texts near that share words, or parts of words, and others far", async () => {
    const query = "deploy the payment service";
    const same = await nearness(query, "How to deploy our payment service");
    const parts = await nearness(query, "deployments of services");
    const none = await nearness(query, "Bread needs salt.");
    expect(same).toBeGreaterThan(parts);
    expect(parts).toBeGreaterThan(none + 0.1);
    expect(Math.abs(none)).toBeLessThan(0.15);
  });

  it("is lexical: what means the same in other words is far", async () => {
    expect(await nearness("my car", "his automobile")).toBeLessThan(0.2);
  });

  it("stops between two long texts", async () => {
    const controller = new AbortController();
    const embedding = embedder.embed(Array(10).fill("word ".repeat(25_000)), { signal: controller.signal });
    setImmediate(() => controller.abort(new Error("enough")));
    await expect(embedding).rejects.toThrow("enough");
  });

  it.each([
    ["a text", "a"],
    ["a list with something else", [5]],
    ["too many", Array(1001).fill("a")],
  ])("refuses %s", async (_, texts) => {
    await expect(embedder.embed(texts as never)).rejects.toMatchObject({ code: "VECTOR_ARGUMENT_INVALID" });
  });
});
