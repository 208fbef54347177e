import type { Span } from "./span.ts";

/** A span that is shown, and what one has to know to draw it in its tree. */
export interface Row {
  readonly span: Span;
  /** Its place among its siblings, from 1, and how many they are. */
  readonly place: number;
  readonly siblings: number;
  readonly hasChildren: boolean;
  readonly isOpen: boolean;
}

/** The rows in the order of the tree, without what is inside a collapsed one. */
export function visibleRows(spans: readonly Span[], collapsed: ReadonlySet<number>): readonly Row[] {
  const children = childrenOf(spans);
  const rows: Row[] = [];
  const waiting = placed(children.get(undefined) ?? []);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const inside = children.get(next.span.id) ?? [];
    const isOpen = !collapsed.has(next.span.id);
    rows.push({ ...next, hasChildren: inside.length > 0, isOpen });
    if (isOpen) waiting.push(...placed(inside));
  }
  return rows;
}

function childrenOf(spans: readonly Span[]): ReadonlyMap<number | undefined, readonly Span[]> {
  const children = new Map<number | undefined, Span[]>();
  for (const span of spans) {
    const siblings = children.get(span.parent);
    if (siblings === undefined) children.set(span.parent, [span]);
    else siblings.push(span);
  }
  return children;
}

/** The last first, as a stack wants them. */
function placed(siblings: readonly Span[]): Pick<Row, "span" | "place" | "siblings">[] {
  return siblings.map((span, index) => ({ span, place: index + 1, siblings: siblings.length })).reverse();
}
