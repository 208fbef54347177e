/** The newest entries; what had no room is counted. */
export class BoundedList<Entry> {
  readonly entries: Entry[] = [];
  dropped = 0;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  push(entry: Entry): void {
    this.entries.push(entry);
    if (this.entries.length <= this.#most) return;
    this.entries.shift();
    this.dropped++;
  }

  clear(): void {
    this.entries.length = 0;
    this.dropped = 0;
  }
}
