import type { ProblemList } from "./problem-list.ts";
import type { Place } from "./source-file.ts";
import { type MapEntry, POLLUTING_KEYS, type SourceNode } from "./source-node.ts";

/** The entries of a map while it is read: a key comes once, and none changes what objects are. */
export class MapEntries {
  readonly #entries = new Map<string, MapEntry>();
  readonly #problems: ProblemList;

  constructor(problems: ProblemList) {
    this.#problems = problems;
  }

  get all(): ReadonlyMap<string, MapEntry> {
    return this.#entries;
  }

  /** Whether the key may stand here; says why not. */
  admits(name: string, key: Place): boolean {
    if (POLLUTING_KEYS.has(name)) {
      this.#problems.add({
        place: key,
        message: `The key "${name}" is not allowed: it changes what objects are.`,
        hint: "Rename it.",
      });
      return false;
    }
    if (!this.#entries.has(name)) return true;
    this.#problems.add({
      place: key,
      message: `The key "${name}" is there twice.`,
      hint: "Keep one of them: which one counts is a guess.",
    });
    return false;
  }

  set(name: string, key: Place, value: SourceNode): void {
    this.#entries.set(name, { key, value });
  }
}
