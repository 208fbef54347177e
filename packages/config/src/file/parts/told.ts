import type { ConfigProblem } from "@pergola/resources";
import type { ProblemAt } from "../config-file-problem.ts";
import type { ProblemList } from "../source/problem-list.ts";
import { nameOf } from "./cover-variables.ts";
import type { SourceMap } from "./source-map.ts";

type Path = readonly (string | number)[];

/** Turns problems with a path into problems with a place, without a word of what variables hold. */
export class Told {
  readonly #map: SourceMap;
  readonly #problems: ProblemList;

  constructor(map: SourceMap, problems: ProblemList) {
    this.#map = map;
    this.#problems = problems;
  }

  problem(path: Path, message: string, hint?: string): void {
    if (this.#problems.isFull) return;
    const told = placed({ path, message, ...(hint !== undefined && { hint }) }, this.#map);
    if (told !== undefined) this.#problems.add(told);
  }

  /** Absolute path of the file that says what stands there, which may be one that was extended. */
  fileOf(path: Path): string | undefined {
    return this.#map.locate(path).place.file.path;
  }

  /** About a key that should not be there. */
  key(path: Path, message: string, hint?: string): void {
    const { key = this.#map.locate(path).place } = this.#map.locate(path);
    this.#problems.add({ place: key, path, message, hint });
  }

  /** @param at where the value stands that they are about */
  problems(found: readonly ConfigProblem[], at: Path = []): void {
    for (const { path, message, hint } of found) this.problem([...at, ...path], message, hint);
  }
}

/** Undefined when the place is broken, so that everything was said already. */
export function placed(problem: ConfigProblem, map: SourceMap): ProblemAt | undefined {
  const { node, place, key, path, isWhole } = map.locate(problem.path);
  if (node.kind === "scalar" && node.isBroken === true) return undefined;
  const variables = node.kind === "scalar" ? node.variables : undefined;
  const isTyped =
    node.kind === "scalar" &&
    place.file.format === "yaml" &&
    ["number", "boolean"].includes(typeof node.value);
  const quote =
    isWhole && isTyped && /expected a text/.test(problem.message) ? " Quote it to make it a text." : "";
  const message = variables === undefined ? problem.message : withName(problem.message, variables);
  const hint = problem.hint === undefined ? undefined : map.cover(problem.hint) + quote;
  const isUnknown = isWhole && UNKNOWN_KEY.test(message);
  return {
    place: isUnknown ? (key ?? place) : place,
    path: isWhole ? path : problem.path,
    message: map.cover(message),
    hint,
  };
}

/** How the schemas of this and other packages begin what they say of a key. */
const UNKNOWN_KEY = /^(?:There is no option|Unrecognized key)/;

/** The rest of such a message is what was expected. */
function withName(message: string, variables: readonly string[]): string {
  return message.replace(/^(?:Got|received) .*?([;,] expected)/s, `Got the value of ${nameOf(variables)}$1`);
}
