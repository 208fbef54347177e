/** The floor of each package, by name. */
export type FloorTable = ReadonlyMap<string, number>;

const ROW = /^\|\s*(\d+)\s*\|\s*`([^`]+)`\s*\|/;

/** Reads the rows `| floor | `name` | … |` of a Markdown text; ARCHITECTURE.md holds the one table that counts. */
export function parseFloorTable(markdown: string): FloorTable {
  const rows = markdown.split("\n").flatMap((line) => {
    const match = ROW.exec(line);
    return match === null ? [] : [[match[2] ?? "", Number(match[1])] as const];
  });
  return new Map(rows);
}
