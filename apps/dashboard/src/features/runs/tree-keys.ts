import type { Row } from "./waterfall/visible-rows.ts";

/** What a key does in the tree. */
export type TreeMove =
  | { readonly type: "go"; readonly index: number }
  | { readonly type: "open" | "close" | "show"; readonly index: number };

/** How many rows Page Up and Page Down go. */
const PAGE_ROWS = 15;

/** What the key does on the row, as in every tree: arrows walk, open and close, Enter shows. */
export function treeMove(key: string, rows: readonly Row[], index: number): TreeMove | undefined {
  const go = (to: number): TreeMove => ({ type: "go", index: Math.min(rows.length - 1, Math.max(0, to)) });
  const row = rows[index];
  switch (key) {
    case "ArrowDown":
      return go(index + 1);
    case "ArrowUp":
      return go(index - 1);
    case "Home":
      return go(0);
    case "End":
      return go(rows.length - 1);
    case "PageDown":
      return go(index + PAGE_ROWS);
    case "PageUp":
      return go(index - PAGE_ROWS);
    case "ArrowRight":
      if (!row?.hasChildren) return undefined;
      return row.isOpen ? go(index + 1) : { type: "open", index };
    case "ArrowLeft":
      if (row?.hasChildren && row.isOpen) return { type: "close", index };
      return go(parentIndex(rows, index));
    case "Enter":
    case " ":
      return row && { type: "show", index };
    default:
      return undefined;
  }
}

function parentIndex(rows: readonly Row[], index: number): number {
  const parent = rows[index]?.span.parent;
  const found = rows.findLastIndex(({ span }, at) => at < index && span.id === parent);
  return found === -1 ? index : found;
}
