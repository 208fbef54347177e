import type { CheckedLinks } from "./check-links.ts";
import type { Density } from "./measure-density.ts";

/** What was found in one part of a file. */
export type Finding =
  | { readonly kind: "words"; readonly counts: ReadonlyMap<string, number> }
  | ({ readonly kind: "links" } & CheckedLinks)
  | ({ readonly kind: "density"; readonly file: string } & Density);

/** All findings of a trace together. */
export interface Tally {
  readonly files: Set<string>;
  readonly words: Map<string, number>;
  readonly broken: string[];
  parts: number;
  links: number;
  bytes: number;
  compressedBytes: number;
}

export const emptyTally = (): Tally => ({
  files: new Set(),
  words: new Map(),
  broken: [],
  parts: 0,
  links: 0,
  bytes: 0,
  compressedBytes: 0,
});

/** Takes in a finding. */
export function addFinding(tally: Tally, finding: Finding): Tally {
  if (finding.kind === "words") addWords(tally, finding.counts);
  else if (finding.kind === "links") addLinks(tally, finding);
  else addDensity(tally, finding);
  return tally;
}

function addWords({ words }: Tally, counts: ReadonlyMap<string, number>): void {
  for (const [word, count] of counts) words.set(word, (words.get(word) ?? 0) + count);
}

function addLinks(tally: Tally, { checked, broken }: CheckedLinks): void {
  tally.links += checked;
  tally.broken.push(...broken);
}

function addDensity(
  tally: Tally,
  { file, bytes, compressedBytes }: Density & { readonly file: string },
): void {
  tally.parts++;
  tally.files.add(file);
  tally.bytes += bytes;
  tally.compressedBytes += compressedBytes;
}
