import type { Result } from "./result.ts";

const HEAD = ["row", "unit", "ours", "baseline", "ratio", "spread", "goal", "peers (ratio)"];

/** Results as a table for people, and below it what could not be measured. */
export function toTable(results: readonly Result[]): string {
  const lines = [HEAD, ...results.map(toCells)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const table = lines.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [...table, ...notes(results)].join("\n");
}

function toCells({ row, unit, ours, baseline, ratio, spread, peers, ...goals }: Result): string[] {
  const others = Object.entries(peers).map(([name, peer]) => `${name} ${peer}`);
  return [
    row,
    unit,
    `${ours}`,
    `${baseline}`,
    `${ratio}`,
    spread.join("–"),
    goalOf(goals),
    others.join(" · ") || "–",
  ];
}

function goalOf({ target, limit, verdict }: Pick<Result, "target" | "limit" | "verdict">): string {
  if (verdict === undefined) return "–";
  return `${target === undefined ? `cost ≤ ${limit}` : `≤ ${target}`} ${verdict}`;
}

function notes(results: readonly Result[]): string[] {
  const versions = Object.entries(Object.assign({}, ...results.map((result) => result.versions)));
  const failed = results.flatMap(({ row, failed = {} }) =>
    Object.entries(failed).map(([name, reason]) => `${row}: ${name} was not measured: ${reason}`),
  );
  const peers = versions.map(([name, version]) => `${name} ${version}`).join(" · ");
  return [...(peers === "" ? [] : ["", `Peers: ${peers}`]), ...(failed.length === 0 ? [] : ["", ...failed])];
}
