import type { Result } from "./result.ts";

/** Results as a table for people. */
export function toTable(results: readonly Result[]): string {
  const head = ["row", "unit", "ours", "baseline", "ratio", "spread", "target", "peers (ratio)"];
  const lines = [head, ...results.map(toCells)];
  const widths = head.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function toCells({ row, unit, ours, baseline, ratio, spread, target, peers }: Result): string[] {
  const others = Object.entries(peers).map(([name, peer]) => `${name} ${peer}`);
  const goal = target === undefined ? "–" : `≤ ${target} ${ratio <= target ? "met" : "missed"}`;
  return [row, unit, `${ours}`, `${baseline}`, `${ratio}`, spread.join("–"), goal, others.join(" · ") || "–"];
}
