/** The latest of a stream, at most so many: the oldest go first. */
export class RecentLines<Line> {
  readonly #limit: number;
  readonly #ring: Line[] = [];
  #next = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(line: Line): void {
    if (this.#ring.length < this.#limit) this.#ring.push(line);
    else this.#ring[this.#next] = line;
    this.#next = (this.#next + 1) % this.#limit;
  }

  /** Oldest first. */
  list(): readonly Line[] {
    return [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)];
  }

  /** All of them, oldest first; afterwards there is none. */
  take(): readonly Line[] {
    const lines = this.list();
    this.#ring.length = 0;
    this.#next = 0;
    return lines;
  }

  /** Whether one more drops the oldest. */
  get isFull(): boolean {
    return this.#ring.length >= this.#limit;
  }
}
