/** The label value of the series that gathers what came after the last free one. */
export const OVERFLOW = "(overflow)";

/** Separates label values in a key; `labelValue` keeps it out of them. */
const SEPARATOR = "\u0000";

/** One time series. */
export interface Series<T> {
  readonly labels: readonly string[];
  readonly value: T;
}

/** The series of one metric by their label values, never more than `maxSeries` and the one for all others. */
export class SeriesMap<T> {
  readonly #series = new Map<string, Series<T>>();
  readonly #maxSeries: number;
  readonly #make: () => T;
  readonly #overflow: Series<T>;
  #overflowed = 0;
  #gathers = false;

  constructor(labelCount: number, maxSeries: number, make: () => T) {
    this.#maxSeries = maxSeries;
    this.#make = make;
    this.#overflow = { labels: Array<string>(labelCount).fill(OVERFLOW), value: make() };
  }

  /** How many measurements had no series of their own. */
  get overflowed(): number {
    return this.#overflowed;
  }

  get(labels: readonly string[]): T {
    return this.find(labels) ?? this.#toOverflow();
  }

  /** Undefined when there is no room for these labels. */
  find(labels: readonly string[]): T | undefined {
    const key = labels.length === 1 ? (labels[0] ?? "") : labels.join(SEPARATOR);
    const known = this.#series.get(key);
    if (known !== undefined) return known.value;
    if (this.#series.size >= this.#maxSeries) return undefined;
    const made = { labels: [...labels], value: this.#make() };
    this.#series.set(key, made);
    return made.value;
  }

  /** A measurement had no series, and the one for all others does not want it. */
  noteOverflow(): void {
    this.#overflowed += 1;
  }

  list(): readonly Series<T>[] {
    const own = [...this.#series.values()];
    return this.#gathers ? [...own, this.#overflow] : own;
  }

  #toOverflow(): T {
    this.noteOverflow();
    this.#gathers = true;
    return this.#overflow.value;
  }
}
