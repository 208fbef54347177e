import type { Place } from "../source/source-file.ts";
import { childOf, type SourceNode } from "../source/source-node.ts";
import { coverOf } from "./cover-variables.ts";

type Path = readonly (string | number)[];

/** Where a path of an agent's definition stands in its file. */
export interface Located {
  readonly place: Place;
  readonly node: SourceNode;
  /** Where its key stands, if it has one. */
  readonly key?: Place;
  /** The path in the file, as far as it goes. */
  readonly path: Path;
  /** Whether the file has the whole of it. */
  readonly isWhole: boolean;
}

/** Finds places by path: those of the file, and those that an AgentConfig's problems have. */
export class SourceMap {
  readonly root: SourceNode;
  #cover: ((text: string) => string) | undefined;

  constructor(root: SourceNode) {
    this.root = root;
  }

  /** The deepest place of a path. */
  locate(path: Path): Located {
    const found = spellings(path).map((each) => this.#follow(each));
    // Whichever spelling the file uses leads furthest.
    return found.reduce((best, each) => (depth(each) > depth(best) ? each : best));
  }

  /** A text with the values of variables covered by their names. */
  cover(text: string): string {
    this.#cover ??= coverOf(this.root);
    return this.#cover(text);
  }

  #follow(path: Path): Located {
    let located: Located = { place: this.root.place, node: this.root, path: [], isWhole: true };
    for (const key of path) {
      const child = childOf(located.node, key) ?? childOf(childOf(located.node, "config"), key);
      if (child === undefined) return { ...located, isWhole: false };
      const parent =
        childOf(located.node, key) === undefined ? childOf(located.node, "config") : located.node;
      const keyPlace = parent?.kind === "map" ? parent.entries.get(String(key))?.key : undefined;
      located = {
        ...(keyPlace !== undefined && { key: keyPlace }),
        place: placeOf(keyPlace, child),
        node: child,
        path: [...located.path, key],
        isWhole: true,
      };
    }
    return located;
  }
}

const depth = ({ path, isWhole }: Located) => path.length * 2 + (isWhole ? 1 : 0);

/** A value that spans lines, or is empty, is best shown by its key. */
function placeOf(key: Place | undefined, child: SourceNode): Place {
  return child.kind === "scalar" && child.value !== null ? child.place : (key ?? child.place);
}

/** A workflow is a step of the definition, and a part of its own in a file. */
function inWorkflow(path: Path): readonly Path[] {
  const [workflow, ...inner] = path[2] === "config" ? path.slice(3) : path.slice(2);
  if (workflow !== "workflow") return [];
  return [["workflow", ...(inner[0] === "stages" ? inner.slice(1) : inner)]];
}

/** How a file may write a part of a definition: `llm` also as `resources.llm`, a memory's config beside its
 * provider, its vector store by category. */
function spellings(path: Path): readonly Path[] {
  const [part, second, ...rest] = path;
  if (part === "steps") return [path, ...inWorkflow(path)];
  if (part === "llm" || part === "storage") return [path, ["resources", ...path]];
  if (part !== "memory") return [path];
  const flat = second === "config" ? [["resources", "memory", ...rest]] : [];
  const byCategory = second === "vectorStore" ? [["memory", "vector-store", ...rest]] : [];
  return [path, ["resources", ...path], ...flat, ...byCategory];
}
