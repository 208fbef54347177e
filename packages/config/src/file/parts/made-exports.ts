import { isDeepStrictEqual } from "node:util";

interface Made {
  readonly factory: unknown;
  readonly config: unknown;
  readonly value: unknown;
}

/**
 * What functions that a file names have made. When the file is read again, the same words give the same objects: so that
 * only what has changed is seen as a change.
 */
export class MadeExports {
  readonly #made: Made[] = [];
  readonly #before: Made[];

  /** @param before of the last time */
  constructor(before?: MadeExports) {
    this.#before = before === undefined ? [] : [...before.#made];
  }

  /** What `factory(config)` gives, or gave the last time; undefined for what is no function, or throws. */
  make(factory: unknown, config?: unknown): unknown {
    if (typeof factory !== "function") return undefined;
    const known = this.#before.findIndex(
      (each) => each.factory === factory && isDeepStrictEqual(each.config, config),
    );
    // Each thing made is one thing in the file: two of the same words are two.
    const [before] = known === -1 ? [] : this.#before.splice(known, 1);
    try {
      const made = before ?? { factory, config, value: factory(config) as unknown };
      this.#made.push(made);
      return made.value;
    } catch {
      return undefined;
    }
  }
}
