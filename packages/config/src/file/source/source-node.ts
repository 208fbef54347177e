import type { Place } from "./source-file.ts";

/** A value of a config file that knows where it stands. */
export type SourceNode = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  readonly kind: "scalar";
  /** Text, number, boolean or null; in a module also what is no plain data, such as a function. */
  readonly value: unknown;
  readonly place: Place;
  /** Names of the environment variables that it was made of. */
  readonly variables?: readonly string[];
  /** The whole text was one `${…}`: it may stand for a number or a boolean. */
  readonly isWholeVariable?: boolean;
  /** Something was said about it already; nothing else can be said of its value. */
  readonly isBroken?: boolean;
}

export interface ListNode {
  readonly kind: "list";
  readonly items: readonly SourceNode[];
  readonly place: Place;
}

export interface MapEntry {
  readonly key: Place;
  readonly value: SourceNode;
}

export interface MapNode {
  readonly kind: "map";
  /** In the order of the file. */
  readonly entries: ReadonlyMap<string, MapEntry>;
  readonly place: Place;
}

/** Keys that change what objects are; no config has them. */
export const POLLUTING_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** The entry's value, if the node is a map that has it. */
export function childOf(node: SourceNode | undefined, key: string | number): SourceNode | undefined {
  if (node?.kind === "map") return node.entries.get(String(key))?.value;
  if (node?.kind === "list" && typeof key === "number") return node.items[key];
  return undefined;
}

/** Plain data of a node. What is broken is undefined. */
export function dataOf(node: SourceNode): unknown {
  if (node.kind === "scalar") return node.isBroken === true ? undefined : node.value;
  if (node.kind === "list") return node.items.map(dataOf);
  return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, dataOf(value)]));
}

/** All scalars below a node, each with its path. */
export function* scalarsOf(
  node: SourceNode,
  path: readonly (string | number)[] = [],
): Generator<{ readonly node: ScalarNode; readonly path: readonly (string | number)[] }> {
  if (node.kind === "scalar") yield { node, path };
  else if (node.kind === "list")
    for (const [index, item] of node.items.entries()) yield* scalarsOf(item, [...path, index]);
  else for (const [key, { value }] of node.entries) yield* scalarsOf(value, [...path, key]);
}

/** Whether a value is no plain data: something that only a module can hold. */
export function isLive(value: unknown): boolean {
  return (
    typeof value === "function" || (typeof value === "object" && value !== null && !Array.isArray(value))
  );
}
