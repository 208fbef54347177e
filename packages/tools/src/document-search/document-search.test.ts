import { PergolaError } from "@pergola/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentSearch, runTool } from "../index.ts";
import { toolContract } from "../testing/index.ts";
import type { DocumentSearchOptions } from "./document-search.ts";
import type { DocumentSearchResult } from "./document-search-result.ts";
import { passagesOf } from "./passages-of.ts";
import { rankPassages } from "./rank-passages.ts";
import type { DocumentStorage } from "./read-documents.ts";

const { signal } = new AbortController();

/** Files in pages of two. A file of `gone` is listed and not there any more. */
function storageOf(texts: Readonly<Record<string, string>>, gone: readonly string[] = []) {
  const reads: string[] = [];
  const storage: DocumentStorage = {
    async listPage({ prefix = "", cursor = "0" }) {
      const paths = Object.keys(texts)
        .filter((path) => path.startsWith(prefix))
        .sort();
      const [from, to] = [Number(cursor), Number(cursor) + 2];
      const files = paths
        .slice(from, to)
        .map((path) => ({ path, bytes: Buffer.byteLength(texts[path] ?? "") }));
      return { files, ...(to < paths.length && { nextCursor: String(to) }) };
    },
    async read(path) {
      reads.push(path);
      if (gone.includes(path)) throw new PergolaError("FILE_NOT_FOUND", { message: "gone" });
      return Buffer.from(texts[path] ?? "");
    },
  };
  return { storage, reads };
}

async function search(
  texts: Readonly<Record<string, string>>,
  given: object,
  {
    options = {},
    gone = [],
  }: { readonly options?: DocumentSearchOptions; readonly gone?: readonly string[] } = {},
) {
  const { storage, reads } = storageOf(texts, gone);
  const result = await runTool(documentSearch(options), given, { signal, resource: () => storage });
  if (!result.ok) throw result.error;
  return { ...(result.value as DocumentSearchResult), reads };
}

const garden = {
  "bees.md": "Bees live in hives.\n\nA hive has one queen.",
  "notes/ants.txt": "Ants live in nests. An ant nest may have many queens.",
  "notes/rain.txt": "It rains in spring.",
  "photo.png": "queen queen queen",
  "zucchini.md": "Zucchini grow fast: Königin der Beete.",
};

describe("search_documents", () => {
  it("gives the passages that have the words, the rarest and shortest first", async () => {
    const { passages, searched } = await search(garden, { query: "queen hive" });
    expect(passages.map(({ path }) => path)).toEqual(["bees.md"]);
    expect(searched).toBe(4);
    const { passages: live } = await search(garden, { query: "Where do bees live?" });
    expect(live.map(({ path }) => path)).toEqual(["bees.md", "notes/ants.txt"]);
  });

  it("compares words without case, accents and signs", async () => {
    expect((await search(garden, { query: "KONIGIN!" })).passages.map(({ path }) => path)).toEqual([
      "zucchini.md",
    ]);
  });

  it("finds nothing for words that nobody has written, and for none", async () => {
    expect((await search(garden, { query: "submarine" })).passages).toEqual([]);
    expect((await search(garden, { query: "?!" })).passages).toEqual([]);
    expect(await search({}, { query: "bees" })).toMatchObject({ passages: [], searched: 0 });
  });

  it("gives as many passages as are asked for", async () => {
    const texts = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`${n}.txt`, `bees ${n}`]));
    expect((await search(texts, { query: "bees" })).passages).toHaveLength(5);
    const { passages } = await search(texts, { query: "bees", limit: 2 });
    expect(passages.map(({ path }) => path)).toEqual(["0.txt", "1.txt"]);
  });

  it("reads only documents, of one folder or with other endings if it should", async () => {
    expect((await search(garden, { query: "x" })).reads).not.toContain("photo.png");
    expect((await search(garden, { query: "x" }, { options: { prefix: "notes/" } })).reads).toEqual([
      "notes/ants.txt",
      "notes/rain.txt",
    ]);
    expect((await search(garden, { query: "x" }, { options: { extensions: [".png"] } })).reads).toEqual([
      "photo.png",
    ]);
  });

  it("reads no more than it may, and says how much it has left out", async () => {
    const few = await search(garden, { query: "live" }, { options: { maxFiles: 1 } });
    expect(few).toMatchObject({ searched: 1, leftOut: 3, reads: ["bees.md"] });
    const small = await search(garden, { query: "rains" }, { options: { maxBytes: 62 } });
    expect(small).toMatchObject({ searched: 2, leftOut: 2, reads: ["bees.md", "notes/rain.txt"] });
  });

  it("passes over a document that has gone meanwhile", async () => {
    const found = await search(garden, { query: "live" }, { gone: ["bees.md"] });
    expect(found.passages.map(({ path }) => path)).toEqual(["notes/ants.txt"]);
    expect(found.searched).toBe(3);
  });

  it("stops with its run between two documents", async () => {
    const stop = new AbortController();
    const { storage, reads } = storageOf(garden);
    const stopping = {
      ...storage,
      read: (path: string) => {
        stop.abort(new Error("stop"));
        return storage.read(path);
      },
    };
    const result = runTool(
      documentSearch(),
      { query: "x" },
      { signal: stop.signal, resource: () => stopping },
    );
    await expect(result).rejects.toThrow("stop");
    expect(reads).toHaveLength(1);
  });
});

it("tells of a storage that fails", async () => {
  const { storage } = storageOf(garden);
  const broken = { ...storage, read: () => Promise.reject(new Error("disk")) };
  const result = await runTool(documentSearch(), { query: "x" }, { signal, resource: () => broken });
  expect(result).toMatchObject({ ok: false, error: { cause: { message: "disk" } } });
});

describe("passagesOf", () => {
  it.each([
    ["a long line of words", "word ".repeat(500)],
    ["one long word", "x".repeat(2_500)],
    ["characters of two units", `a${"😀".repeat(1_200)}`],
    ["lines", "a line of some words\n".repeat(100)],
  ])("cuts %s between words where it can, and never inside a character", (_, text) => {
    const passages = passagesOf(text);
    expect(passages.length).toBeGreaterThan(2);
    expect(passages.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
    for (const passage of passages) {
      expect(passage.length).toBeLessThanOrEqual(1_000);
      expect(passage.isWellFormed()).toBe(true);
      if (text.startsWith("word")) expect(passage).toMatch(/^(?:word ?)+$/);
    }
  });

  it("loses no word, keeps their order, and is never longer than a thousand characters", () => {
    const text = fc.array(
      fc.string({ unit: fc.constantFrom("a", "b ", "\n", "\n\n", "木", "😀"), maxLength: 900 }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(text, (parts) => {
        const whole = parts.join("\n\n");
        const passages = passagesOf(whole);
        expect(passages.join("").replace(/\s/g, "")).toBe(whole.replace(/\s/g, ""));
        for (const passage of passages) {
          expect(passage.length).toBeLessThanOrEqual(1_000);
          expect(passage.isWellFormed()).toBe(true);
        }
      }),
    );
  });
});

describe("rankPassages", () => {
  it("never gives a passage without a word of the query, nor one twice", () => {
    const words = fc
      .array(fc.constantFrom("ant", "bee", "cat", "dog"), { maxLength: 6 })
      .map((list) => list.join(" "));
    fc.assert(
      fc.property(
        fc.array(words, { maxLength: 8 }),
        words,
        fc.integer({ min: 1, max: 5 }),
        (texts, query, limit) => {
          const ranked = rankPassages(
            texts.map((text, n) => ({ path: String(n), text })),
            query,
            limit,
          );
          const wanted = query.split(" ").filter((word) => word !== "");
          const fitting = texts.filter((text) => wanted.some((word) => text.includes(word)));
          expect(ranked).toHaveLength(Math.min(limit, fitting.length));
          expect(new Set(ranked.map(({ path }) => path)).size).toBe(ranked.length);
          const scores = ranked.map(({ score }) => score);
          expect(scores).toEqual([...scores].sort((a, b) => b - a));
        },
      ),
    );
  });
});

toolContract(documentSearch(), {
  resource: () => storageOf(garden).storage,
  examples: [
    {
      arguments: { query: "spring" },
      value: {
        passages: [{ path: "notes/rain.txt", text: "It rains in spring.", score: 1.488 }],
        searched: 4,
      },
    },
    { arguments: { query: "" }, errorCode: "TOOL_INVALID_ARGUMENTS" },
  ],
});
