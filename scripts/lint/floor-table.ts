const ROW = /^\|\s*(\d+)\s*\|\s*`([^`]+)`\s*\|/;
const FAMILY = /\/\*$/;

/** The floor of each package. A name that ends in `/*` stands for all packages of that scope that have no row of their own. */
export class FloorTable {
  readonly #floors: ReadonlyMap<string, number>;

  constructor(rows: Iterable<readonly [name: string, floor: number]>) {
    this.#floors = new Map(rows);
  }

  /** As they stand in the table. */
  get names(): readonly string[] {
    return [...this.#floors.keys()];
  }

  get(name: string): number | undefined {
    return this.#floors.get(name) ?? this.#floors.get(name.replace(/\/[^/]*$/, "/*"));
  }

  /** Whether the row of that name is about the package. */
  isOf(row: string, name: string): boolean {
    return FAMILY.test(row) ? name.startsWith(row.slice(0, -1)) : row === name;
  }
}

/** Reads the rows `| floor | `name` | … |` of a Markdown text; ARCHITECTURE.md holds the one table that counts. */
export function parseFloorTable(markdown: string): FloorTable {
  const rows = markdown.split("\n").flatMap((line) => {
    const match = ROW.exec(line);
    return match === null ? [] : [[match[2] ?? "", Number(match[1])] as const];
  });
  return new FloorTable(rows);
}
