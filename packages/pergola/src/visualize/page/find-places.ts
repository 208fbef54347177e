import { FenceReader } from "./fence-reader.ts";

/** A pair of markers in a page, for one diagram. */
export interface Place {
  /** Undefined: for whichever diagram. */
  readonly name: string | undefined;
  /** What stands before the marker, and so before each line in the place. */
  readonly indent: string;
  /** Line of the first marker, from 1. */
  readonly line: number;
  /** Where the text between the markers begins and ends, as offsets. */
  readonly from: number;
  readonly to: number;
}

/** The pairs of a page, or the line of a marker that has no partner. */
export type Places = { readonly places: readonly Place[] } | { readonly loneLine: number };

// The first line may begin with a byte order mark.
const BEGIN = /^\ufeff?( {0,3})<!--\s*pergola:flow(?:\s+(\S.*?))?\s*-->\s*$/;
const END = /^ {0,3}<!--\s*\/pergola:flow\s*-->\s*$/;

/** Markers stand on a line of their own; what stands in a block of code is an example, and no marker. */
export function findPlaces(page: string): Places {
  const places: Place[] = [];
  const fences = new FenceReader();
  let open: Omit<Place, "to"> | undefined;
  let offset = 0;
  for (const [index, line] of page.split("\n").entries()) {
    const next = Math.min(offset + line.length + 1, page.length);
    const isCode = fences.take(line);
    const begin = isCode ? null : BEGIN.exec(line);
    const isEnd = !isCode && END.test(line);
    if (begin !== null && open !== undefined) return { loneLine: open.line };
    if (isEnd && open === undefined) return { loneLine: index + 1 };
    if (begin !== null) open = { name: begin[2], indent: begin[1] ?? "", line: index + 1, from: next };
    if (isEnd && open !== undefined) {
      places.push({ ...open, to: offset });
      open = undefined;
    }
    offset = next;
  }
  return open === undefined ? { places } : { loneLine: open.line };
}
