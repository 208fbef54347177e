import type { Tally } from "./tally.ts";

/** Broken links that a report names. */
const MAX_BROKEN = 20;

/** Most frequent words that it has. */
const TOP_WORDS = 10;

/** What a trace gives. */
export interface SourceReport {
  readonly files: number;
  readonly parts: number;
  readonly bytes: number;
  /** Share of the text that repeats what came before in its part, from 0 to 1. */
  readonly repetition: number;
  readonly differentWords: number;
  readonly topWords: readonly { readonly word: string; readonly count: number }[];
  readonly links: number;
  readonly brokenLinks: readonly string[];
}

export function writeReport(tally: Tally): SourceReport {
  const { files, parts, bytes, compressedBytes, words, links, broken } = tally;
  const ranked = [...words].sort(([oneWord, one], [otherWord, other]) =>
    one === other ? (oneWord < otherWord ? -1 : 1) : other - one,
  );
  return {
    files: files.size,
    parts,
    bytes,
    repetition: bytes === 0 ? 0 : Math.round((1 - compressedBytes / bytes) * 100) / 100,
    differentWords: words.size,
    topWords: ranked.slice(0, TOP_WORDS).map(([word, count]) => ({ word, count })),
    links,
    brokenLinks: broken.sort().slice(0, MAX_BROKEN),
  };
}
