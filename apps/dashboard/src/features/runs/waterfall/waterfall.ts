import type { Span } from "./span.ts";

/** The work of a run as a tree in time, and what has to be known to go on with it. */
export interface Waterfall {
  /** By id: parents stand before their children. */
  readonly spans: readonly Span[];
  /** Ids of what has begun and not ended, by several keys. */
  readonly open: ReadonlyMap<string, readonly number[]>;
  /** The span of each run, by its id. */
  readonly runs: ReadonlyMap<string, number>;
  /** How many events it was made of. */
  readonly eventCount: number;
  /** The time of the last event, in epoch milliseconds. */
  readonly lastAt: number;
  /** How many pieces of work were too many to be shown. */
  readonly droppedSpans: number;
}

export const EMPTY_WATERFALL: Waterfall = {
  spans: [],
  open: new Map(),
  runs: new Map(),
  eventCount: 0,
  lastAt: 0,
  droppedSpans: 0,
};
