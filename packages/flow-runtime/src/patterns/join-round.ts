import type { Gathered } from "../flow-node.ts";
import { type Meta, type MetaReducer, mergeMeta, NO_META } from "../meta.ts";

type Tagged = Pick<Gathered, "meta" | "edge">;

/** What a join has of a trace, until it has all. */
export class JoinRound {
  #payloads: unknown[] = [];
  /** The metas that say something, and the edges that they came over. */
  #metas: Tagged[] | undefined;
  /** How many are not to be waited for any more. */
  #late = 0;
  #stopTimer: (() => void) | undefined;

  get size(): number {
    return this.#payloads.length;
  }

  /** In order of arrival. */
  get payloads(): readonly unknown[] {
    return this.#payloads;
  }

  /** Whether the next message completes it. */
  isLast(k: number): boolean {
    return this.#late === 0 && this.#payloads.length === k - 1;
  }

  /** False when it comes too late. */
  add({ payload, meta, edge }: Gathered): boolean {
    if (this.#late > 0) {
      this.#late--;
      return false;
    }
    this.#payloads.push(payload);
    if (meta !== NO_META) {
      this.#metas ??= [];
      this.#metas.push({ meta, edge });
    }
    return true;
  }

  /** The metas in one, in declared order of the edges; undefined when there is none. */
  meta(reduce: MetaReducer | undefined): Meta | undefined {
    if (this.#metas === undefined) return undefined;
    const inOrder = this.#metas.sort((one, other) => one.edge - other.edge);
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
    this.#payloads = [];
    this.#metas = undefined;
    this.#late = late;
  }
}
