import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createFlow, type Flow, type FlowOptions, node, reduceNode } from "@pergola/flow-runtime";
import { type Chunk, type Tally, tally, type WordCount, WordSum } from "./word-count.ts";

export interface Report {
  readonly files: number;
  readonly chunks: number;
  readonly words: number;
  /** The most frequent words, most frequent first. */
  readonly top: readonly (readonly [word: string, count: number])[];
}

/** Pieces of at most a thousand characters, cut between words. */
const PIECE = /\S[\s\S]{0,998}(?=\s|$)|\S{1,1000}/g;

// Each file is a message. `emit` waits while the next node has enough to do, so that a folder of any size fits.
const find = node({ name: "find", description: "find files" }, async (folder: string, { emit, signal }) => {
  for await (const path of glob("**/*.md", { cwd: folder })) {
    signal.throwIfAborted();
    await emit(join(folder, path));
  }
});

const read = node(
  { name: "read", policy: { concurrency: 8, unordered: true, maxRetries: 1, backoffBaseMs: 50 } },
  async (path: string, { signal }) => ({ path, text: await readFile(path, { encoding: "utf8", signal }) }),
);

const parse = node({ name: "parse", description: "leave out code" }, ({ path, text }: Chunk) => ({
  path,
  text: text.replaceAll(/^```[\s\S]*?^```/gm, "").replaceAll(/[#*`|>[\]()_-]/g, " "),
}));

const chunk = node({ name: "chunk" }, async ({ path, text }: Chunk, { emit }) => {
  for (const [piece] of text.matchAll(PIECE)) await emit({ path, text: piece });
});

const count = node({ name: "count" }, (each: Chunk): Tally => tally(each));

const sum = reduceNode({
  name: "sum",
  initial: (): WordSum => new WordSum(),
  reduce: (kept: WordSum, each: Tally) => kept.add(each),
});

const report = node({ name: "report" }, ({ files, chunks, words, byWord }: WordCount): Report => {
  const sorted = [...byWord].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return { files: files.size, chunks, words, top: sorted.slice(0, 5) };
});

/** A flow that takes a folder and gives a report of its Markdown. */
export function createCrawler(
  options: Pick<FlowOptions, "queueSize" | "onEvent"> = {},
): Flow<string, Report> {
  return createFlow({
    name: "docs-crawler",
    ...options,
    edges: [find.to(read), read.to(parse), parse.to(chunk), chunk.to(count), count.to(sum), sum.to(report)],
  });
}
