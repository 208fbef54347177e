import type { ProblemList } from "./problem-list.ts";
import { tooDeep, tooMany } from "./scan-yaml.ts";
import type { Place } from "./source-file.ts";

/** Counts the values of a file while it is read. */
export class NodeBudget {
  readonly #limits: { readonly maxNodes: number; readonly maxDepth: number };
  readonly #problems: ProblemList;
  #left: number;

  constructor(limits: { readonly maxNodes: number; readonly maxDepth: number }, problems: ProblemList) {
    this.#limits = limits;
    this.#problems = problems;
    this.#left = limits.maxNodes;
  }

  /** Whether one more value fits; says once why not. */
  take(place: Place, depth: number): boolean {
    const { maxDepth, maxNodes } = this.#limits;
    if (depth > maxDepth) return this.#refuse(place, tooDeep(maxDepth));
    if (this.#left <= 0) return this.#refuse(place, tooMany(maxNodes));
    this.#left--;
    return true;
  }

  #refuse(place: Place, [message, hint]: readonly [string, string]): false {
    if (this.#left !== -1) this.#problems.add({ place, message, hint });
    this.#left = -1;
    return false;
  }
}
