/** How long back a rate looks, in milliseconds. */
const WINDOW_MS = 1_500;

interface Sample {
  readonly at: number;
  readonly total: number;
}

/** How fast a total grows. A total that falls begins anew: the server has. */
export class RateWindow {
  #samples: Sample[] = [];

  add(total: number, at: number): void {
    const last = this.#samples.at(-1);
    if (last !== undefined && total < last.total) this.#samples = [];
    this.#samples.push({ at, total });
    this.#forget(at);
  }

  /** Growth a second, over what the window holds. */
  perSecond(now: number): number {
    this.#forget(now);
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined) return 0;
    return ((last.total - first.total) * 1_000) / WINDOW_MS;
  }

  /** The last sample before the window stays: growth is measured from it. */
  #forget(now: number): void {
    const begin = now - WINDOW_MS;
    while (this.#samples[1] !== undefined && this.#samples[1].at <= begin) this.#samples.shift();
  }
}
