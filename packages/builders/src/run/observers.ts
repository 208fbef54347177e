import type { Logger, ObservedRun, RunEvent, RunObserver } from "@pergola/core";

/** Events of runs inside other runs come by once for each of them: an observer of several agents is told once. */
const toldOf = new WeakMap<RunObserver, WeakSet<RunEvent>>();

/** Who reads the events of an agent's runs. What an observer throws is logged once, and reaches no run. */
export class Observers {
  readonly #all: readonly RunObserver[];
  readonly #ofDeltas: readonly RunObserver[];
  readonly #logger: Logger;
  readonly #failed = new WeakSet<RunObserver>();

  private constructor(observers: readonly RunObserver[], logger: Logger) {
    this.#all = observers;
    this.#ofDeltas = observers.filter((observer) => observer.deltas === true);
    this.#logger = logger;
  }

  /** Undefined when nobody observes: a run then does nothing for them. */
  static of(observers: readonly RunObserver[] = [], logger: Logger): Observers | undefined {
    return observers.length === 0 ? undefined : new Observers([...new Set(observers)], logger);
  }

  get wantDeltas(): boolean {
    return this.#ofDeltas.length > 0;
  }

  /** The first one of a kind. */
  find<Kind extends RunObserver>(isOfKind: (observer: RunObserver) => observer is Kind): Kind | undefined {
    return this.#all.find(isOfKind);
  }

  /** The event is everybody's: an observer that would change it fails. */
  tell(event: RunEvent, run: ObservedRun): void {
    const isDelta = event.type === "text-delta" || event.type === "reasoning-delta";
    const observers = isDelta ? this.#ofDeltas : this.#all;
    if (observers.length === 0) return;
    Object.freeze(event);
    for (const observer of observers) {
      if (event.parentRunId === undefined || isNews(observer, event)) this.#tell(observer, event, run);
    }
  }

  #tell(observer: RunObserver, event: RunEvent, run: ObservedRun): void {
    try {
      observer.observe(event, run);
    } catch (error) {
      if (this.#failed.has(observer)) return;
      this.#failed.add(observer);
      this.#logger.warn("An observer of runs failed; its further failures are not logged", {
        runId: run.id,
        event: event.type,
        error,
      });
    }
  }
}

function isNews(observer: RunObserver, event: RunEvent): boolean {
  const told = toldOf.get(observer) ?? new WeakSet();
  toldOf.set(observer, told);
  if (told.has(event)) return false;
  told.add(event);
  return true;
}
