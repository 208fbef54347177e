import { MapEntries } from "./map-entries.ts";
import { NodeBudget } from "./node-budget.ts";
import type { ProblemList } from "./problem-list.ts";
import type { ReadOptions } from "./read-yaml.ts";
import type { Place, SourceFile } from "./source-file.ts";
import type { SourceNode } from "./source-node.ts";

/** The values of a module: plain objects and lists become maps and lists, everything else stays what it is. */
export function readData(file: SourceFile, data: unknown, options: ReadOptions): SourceNode {
  return new DataReader(file, options).node(data, 0);
}

class DataReader {
  readonly #place: Place;
  readonly #problems: ProblemList;
  readonly #budget: NodeBudget;

  constructor(file: SourceFile, options: ReadOptions) {
    this.#place = { file, start: 0, end: 0 };
    this.#problems = options.problems;
    this.#budget = new NodeBudget(options, options.problems);
  }

  node(value: unknown, depth: number): SourceNode {
    const place = this.#place;
    if (!this.#budget.take(place, depth)) return { kind: "scalar", value: undefined, place, isBroken: true };
    if (Array.isArray(value))
      return { kind: "list", items: value.map((item) => this.node(item, depth + 1)), place };
    if (!isPlainData(value)) return { kind: "scalar", value, place };
    const entries = new MapEntries(this.#problems);
    for (const [name, child] of Object.entries(value))
      if (child !== undefined && entries.admits(name, place))
        entries.set(name, place, this.node(child, depth + 1));
    return { kind: "map", entries: entries.all, place };
  }
}

/** An object literal without functions: a tool, a provider or a schema is left alone. */
function isPlainData(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return !isLive(value);
}

/** Tools, providers and step types are objects with a function under one of these names. */
const LIVE_MEMBERS = ["execute", "create", "createStep", "admit", "invoke"];

function isLive(value: object): boolean {
  const members = value as Readonly<Record<string, unknown>>;
  return LIVE_MEMBERS.some((name) => typeof members[name] === "function");
}
