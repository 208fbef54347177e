import type { Clock } from "@pergola/core";
import type { Circuit, FailedCall } from "./circuit.ts";

/** One call that tries whether the service is back. */
export interface Trial {
  /** By the clock that only goes on. */
  readonly since: number;
}

/**
 * The time in which one call at a time tries whether the service is back. A trial that takes too long is overtaken by the
 * next one: then its failure says nothing any more, but its success does, for the service has answered.
 */
export class HalfOpen {
  readonly #clock: Clock;
  readonly #patienceMs: number;
  readonly #outcome = Promise.withResolvers<void>();
  readonly #settled: Promise<void>;
  #newest: Trial | undefined;
  #isDecided = false;

  /** @param patienceMs how long a trial keeps the next one away */
  constructor(circuit: Circuit, clock: Clock, patienceMs: number) {
    this.#clock = clock;
    this.#patienceMs = patienceMs;
    this.#settled = circuit.probe(() => this.#outcome.promise).catch(() => undefined);
  }

  /** Whether the next trial has to wait. */
  get isBusy(): boolean {
    if (this.#newest === undefined || this.#isDecided) return true;
    return this.#clock.monotonic() - this.#newest.since <= this.#patienceMs;
  }

  begin(): Trial {
    this.#newest = { since: this.#clock.monotonic() };
    return this.#newest;
  }

  /** Notes how a trial went. True once that has decided the state of the circuit. */
  async end(trial: Trial, outcome: FailedCall | "success"): Promise<boolean> {
    const isOvertaken = trial !== this.#newest;
    const isAnswer = outcome === "success" || outcome.verdict === "answered";
    if (this.#isDecided || (isOvertaken && !isAnswer)) return false;
    this.#isDecided = true;
    if (outcome === "success") this.#outcome.resolve();
    else this.#outcome.reject(outcome);
    await this.#settled;
    return true;
  }
}
