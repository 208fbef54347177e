/*
 * One level of a graph: the whole, or the inside of a cluster, with clusters inside it as items. Everything here is laid
 * out from top to bottom: `across` grows to the right, `along` downwards. Pictures from left to right are turned at the end.
 */

export interface LevelItem {
  /** From the item's centre line to its left and right end. */
  readonly before: number;
  readonly after: number;
  readonly depth: number;
  /** How wide the part is where links may begin and end. */
  readonly mouth: number;
  /** How far its upper and lower side lie inside its depth, at a place from the centre line. Default: not at all. */
  readonly insetAt?: (place: number) => number;
  /** In the first or the last row, whatever it is linked to. */
  readonly row?: "first" | "last";
  /** Before all others of its row. */
  readonly isLeading?: boolean;
}

/** Leads downwards, from one item to another. */
export interface LevelLink {
  readonly from: number;
  readonly to: number;
  /** Where it begins and ends, from the centre line of the item. Default: where there is room. */
  readonly fromAt?: number;
  readonly toAt?: number;
  readonly label?: { readonly width: number; readonly depth: number };
}

export interface Level {
  readonly items: readonly LevelItem[];
  readonly links: readonly LevelLink[];
}

/** A vertical stretch of a link, from `top` to `bottom`, at one place across. */
export interface Stretch {
  readonly across: number;
  readonly top: number;
  readonly bottom: number;
}

export interface PlacedLink {
  /** From its beginning to its end; between two of them it bends. */
  readonly stretches: readonly Stretch[];
  /** Centre of its label. */
  readonly label: { readonly across: number; readonly along: number } | undefined;
}

export interface PlacedLevel {
  readonly width: number;
  readonly depth: number;
  /** Centre line and upper end of each item. */
  readonly items: readonly { readonly across: number; readonly along: number }[];
  readonly links: readonly PlacedLink[];
}
