import { basename } from "node:path";
import { type OpenOptions, openSource } from "../source/open-source.ts";
import type { SourceFile } from "../source/source-file.ts";
import { childOf, type MapEntry, type SourceNode } from "../source/source-node.ts";
import { mergeNodes } from "../values/merge-nodes.ts";
import { displayName } from "./display-name.ts";
import { resolveExtends } from "./resolve-extends.ts";

export interface ChainOptions extends OpenOptions {
  readonly roots: readonly string[];
  /** Told of each file before it is read. */
  readonly onFile?: ((path: string) => void) | undefined;
}

/** A file with all that it extends. */
export interface LoadedChain {
  readonly node: SourceNode | undefined;
  /** Absolute paths: the file itself first. */
  readonly paths: readonly string[];
}

/** A tree that was read, to be put over what it extends. */
export interface ChainStart {
  readonly node: SourceNode | undefined;
  readonly file: SourceFile;
  /** Absolute; undefined for a text that stands nowhere, which extends nothing. */
  readonly path: string | undefined;
}

/** Follows `extends` to its end and merges from there; what is wrong with it is a problem of the file that says it. */
export async function loadChain(start: ChainStart, options: ChainOptions): Promise<LoadedChain> {
  return follow(start, options, start.path === undefined ? [] : [start.path]);
}

async function follow(
  { node, file, path }: ChainStart,
  options: ChainOptions,
  chain: readonly string[],
): Promise<LoadedChain> {
  const named = childOf(node, "extends");
  if (node?.kind !== "map" || named === undefined) return { node, paths: chain };
  const own = withoutExtends(node);
  const refuse = (message: string, hint: string): LoadedChain => {
    options.problems.add({ place: named.place, path: ["extends"], message, hint });
    return { node: own, paths: chain };
  };
  if (named.kind !== "scalar" || typeof named.value !== "string") {
    if (named.kind === "scalar" && named.isBroken === true) return { node: own, paths: chain };
    return refuse("`extends` is no text.", "Name one file or one package; a base may extend another.");
  }
  if (named.value.includes("${"))
    return refuse(
      "`extends` has a variable in it.",
      "Name the file: what a config is made of does not depend on the environment.",
    );
  if (path === undefined)
    return refuse("A text that is no file extends nothing.", "Pass `path`, the file that it stands in.");
  const target = await resolveExtends(named.value, path, options);
  if ("message" in target) return refuse(target.message, target.hint);
  if (chain.includes(target.path))
    return refuse(`\`extends\` goes in a circle: ${circle(chain, target.path)}.`, "Take one of them out.");
  if (chain.length > options.limits.maxExtends)
    return refuse(
      `\`extends\` goes through more than ${options.limits.maxExtends} files.`,
      "Merge some, or raise limits.maxExtends.",
    );
  options.onFile?.(target.path);
  const opened = await openSource(target.path, displayName(file.name, path, target.path), options);
  const base = await follow({ ...opened, path: target.path }, options, [...chain, target.path]);
  return { node: base.node === undefined ? own : mergeNodes(base.node, own), paths: base.paths };
}

function withoutExtends(node: Extract<SourceNode, { kind: "map" }>): SourceNode {
  const entries: [string, MapEntry][] = [...node.entries].filter(([key]) => key !== "extends");
  return { ...node, entries: new Map(entries) };
}

const circle = (chain: readonly string[], again: string) =>
  [...chain.slice(chain.indexOf(again)), again].map((path) => basename(path)).join(" → ");
