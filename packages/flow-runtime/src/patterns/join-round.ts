import type { InnerContext } from "../inner-context.ts";
import { type Meta, type MetaReducer, mergeMeta, NO_META } from "../meta.ts";

interface Part {
  readonly payload: unknown;
  readonly meta: Meta;
  readonly edge: number;
}

/** What a join has of a trace, until it has all. */
export class JoinRound {
  #parts: Part[] = [];
  /** How many are not to be waited for any more. */
  #late = 0;
  #stopTimer: (() => void) | undefined;

  get size(): number {
    return this.#parts.length;
  }

  /** In order of arrival. */
  get payloads(): readonly unknown[] {
    return this.#parts.map(({ payload }) => payload);
  }

  /** False when it comes too late. */
  add(payload: unknown, { meta, edge }: InnerContext): boolean {
    if (this.#late > 0) {
      this.#late--;
      return false;
    }
    this.#parts.push({ payload, meta, edge });
    return true;
  }

  /** The metas in one, in declared order of the edges; undefined when there is none. */
  meta(reduce: MetaReducer | undefined): Meta | undefined {
    if (this.#parts.every(({ meta }) => meta === NO_META)) return undefined;
    const inOrder = this.#parts.toSorted((one, other) => one.edge - other.edge);
    return mergeMeta(
      inOrder.map(({ meta }) => meta),
      reduce,
    );
  }

  /** Once for each round. */
  startTimer(start: () => () => void): void {
    this.#stopTimer ??= start();
  }

  /** Begins anew. @param late how many may still come of this round, to be dropped */
  end(late = 0): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    this.#parts = [];
    this.#late = late;
  }
}
