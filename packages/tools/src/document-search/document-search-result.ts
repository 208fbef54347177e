import type { RankedPassage } from "./rank-passages.ts";

/** What a search has found. */
export interface DocumentSearchResult {
  /** Best first. */
  readonly passages: readonly RankedPassage[];
  /** Documents that were looked through. */
  readonly searched: number;
  /** Documents that `maxFiles` or `maxBytes` left out. */
  readonly leftOut?: number;
}
