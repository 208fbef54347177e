/** Each bin is 2 % wider than the one before: a quantile is told within 1 %. */
const GROWTH = 1.02;
const LOG_GROWTH = Math.log(GROWTH);
/** Values closer to zero than this are zero. */
const SMALLEST = 1e-6;
/** Larger ones are all in the last bin; with `SMALLEST` it bounds a sketch at 2 × 2 100 bins. */
const LARGEST = 1e12;

/**
 * Quantiles of any number of values in little memory: values are counted in bins whose widths grow by a fixed ratio
 * (the idea of DDSketch: Masson, Rim, Lee, VLDB 2019). Sketches of two times add up to the sketch of both.
 */
export class QuantileSketch {
  readonly #bins = new Map<number, number>();
  #count = 0;
  #sum = 0;

  get count(): number {
    return this.#count;
  }

  get sum(): number {
    return this.#sum;
  }

  add(value: number): void {
    this.#count += 1;
    this.#sum += value;
    const bin = binOf(value);
    this.#bins.set(bin, (this.#bins.get(bin) ?? 0) + 1);
  }

  merge(other: QuantileSketch): void {
    this.#count += other.#count;
    this.#sum += other.#sum;
    for (const [bin, count] of other.#bins) this.#bins.set(bin, (this.#bins.get(bin) ?? 0) + count);
  }

  /** The value that the share `quantile` of all values do not exceed; undefined without values. */
  quantile(quantile: number): number | undefined {
    if (this.#count === 0) return undefined;
    const rank = Math.max(1, Math.ceil(quantile * this.#count));
    let seen = 0;
    for (const bin of [...this.#bins.keys()].sort((a, b) => a - b)) {
      seen += this.#bins.get(bin) ?? 0;
      if (seen >= rank) return middleOf(bin);
    }
    return undefined;
  }
}

/** Zero has bin 0; positive values have the bins above it, negative ones those below. */
function binOf(value: number): number {
  const size = Math.min(Math.abs(value), LARGEST);
  if (size < SMALLEST) return 0;
  const bin = Math.ceil(Math.log(size / SMALLEST) / LOG_GROWTH) + 1;
  return value < 0 ? -bin : bin;
}

/** The middle of a bin. */
function middleOf(bin: number): number {
  if (bin === 0) return 0;
  const upper = SMALLEST * GROWTH ** (Math.abs(bin) - 1);
  return (Math.sign(bin) * upper * 2) / (1 + GROWTH);
}
