import {
  Observable,
  type Observer,
  type Operator,
  Subscriber,
  type Subscription,
  type TeardownLogic,
} from "rxjs";
import type { Handover } from "./handover.ts";

type Next<Value> = ((value: Value) => unknown) | null;

/** An Observable, and all that `pipe()` makes of it, that sees what its subscribers return and throw. */
export class WatchedObservable<Value> extends Observable<Value> {
  readonly #handover: Handover;

  constructor(handover: Handover, subscribe?: (subscriber: Subscriber<Value>) => TeardownLogic) {
    super(subscribe);
    this.#handover = handover;
  }

  override lift<Result>(operator?: Operator<Value, Result>): Observable<Result> {
    const lifted = new WatchedObservable<Result>(this.#handover);
    lifted.source = this;
    lifted.operator = operator;
    return lifted;
  }

  override subscribe(observerOrNext?: Partial<Observer<Value>> | ((value: Value) => void)): Subscription;
  override subscribe(
    next?: Next<Value>,
    error?: ((error: unknown) => void) | null,
    complete?: (() => void) | null,
  ): Subscription;
  override subscribe(
    given?: Partial<Observer<Value>> | Next<Value>,
    error?: ((error: unknown) => void) | null,
    complete?: (() => void) | null,
  ): Subscription {
    // Operators subscribe with one; what they do with an error is theirs.
    if (given instanceof Subscriber) return super.subscribe(given);
    const observer: Partial<Observer<Value>> =
      typeof given === "function" || given === null || given === undefined
        ? { next: given ?? undefined, error: error ?? undefined, complete: complete ?? undefined }
        : given;
    return super.subscribe(this.#watched(observer));
  }

  #watched(observer: Partial<Observer<Value>>): Partial<Observer<Value>> {
    const { watch } = this.#handover;
    return {
      next: (value) => watch(() => observer.next?.(value)),
      error: (error) => watch(() => observer.error?.(error)),
      complete: () => watch(() => observer.complete?.()),
    };
  }
}
