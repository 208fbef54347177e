import type { ProblemAt } from "../config-file-problem.ts";

/** Collects what is wrong, each place and sentence once. Bounded: a file can be wrong everywhere. */
export class ProblemList {
  static readonly #MAX = 1000;
  readonly #problems: ProblemAt[] = [];
  readonly #seen = new Set<string>();

  add(problem: ProblemAt): void {
    if (this.isFull) return;
    const key = `${problem.place.file.name} ${problem.place.start} ${problem.message}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#problems.push(problem);
  }

  /** Nothing more is taken. */
  get isFull(): boolean {
    return this.#problems.length >= ProblemList.#MAX;
  }

  get isEmpty(): boolean {
    return this.#problems.length === 0;
  }

  /** File by file, in the order of the text. */
  get sorted(): readonly ProblemAt[] {
    const files = [...new Set(this.#problems.map(({ place }) => place.file))];
    return files.flatMap((file) =>
      this.#problems.filter(({ place }) => place.file === file).sort((a, b) => a.place.start - b.place.start),
    );
  }
}
