import { abortable, type Clock, systemClock, throwIfAborted } from "@pergola/core";
import type {
  BreakerCallOptions,
  BreakerSnapshot,
  BreakerState,
  BreakerVerdict,
  CircuitBreaker,
} from "./breaker.ts";
import type { BreakerOptions } from "./breaker-options.ts";
import { type BreakerSettings, completeBreakerSettings } from "./breaker-settings.ts";
import { breakerUnavailable } from "./breaker-unavailable.ts";
import { type Circuit, createCircuit, type FailedCall } from "./circuit.ts";
import { circuitOpen } from "./circuit-open.ts";
import { HalfOpen, type Trial } from "./half-open.ts";
import { type Cockatiel, loadCockatiel } from "./load-cockatiel.ts";

const everyErrorCounts = (): BreakerVerdict => "failed";

/** A breaker that is next to nothing until something fails. */
export class LazyBreaker implements CircuitBreaker {
  readonly name: string;
  readonly #settings: Required<BreakerSettings> & { readonly clock: Clock };
  readonly #judge: (error: unknown) => BreakerVerdict;
  readonly #loadStates: typeof loadCockatiel;
  /** Failures in a row while there is no circuit to count them. */
  #failures = 0;
  #circuit: Circuit | undefined;
  #loading: Promise<Circuit> | undefined;
  /** Set while a call tries whether the service is back. */
  #halfOpen: HalfOpen | undefined;
  #lastFailure: unknown;
  /** The state that somebody was told last. */
  #told: BreakerState = "closed";

  constructor(options: BreakerOptions, loadStates = loadCockatiel) {
    const { name, category = "", judge = everyErrorCounts, clock = systemClock, failures, resetMs } = options;
    const given = { ...(failures !== undefined && { failures }), ...(resetMs !== undefined && { resetMs }) };
    this.name = name;
    this.#settings = { ...completeBreakerSettings(given, { owner: name, category }), clock };
    this.#judge = judge;
    this.#loadStates = loadStates;
  }

  get isOpen(): boolean {
    const circuit = this.#circuit;
    if (circuit === undefined || circuit.state === "closed") return false;
    return this.#halfOpen?.isBusy ?? circuit.isWaiting;
  }

  snapshot(): BreakerSnapshot {
    const { state = "closed", failures = this.#failures, openUntil } = this.#circuit ?? {};
    return { name: this.name, state, failures, ...(openUntil !== undefined && { openUntil }) };
  }

  assertUsable(): void {
    if (this.isOpen) throw circuitOpen(this.snapshot(), this.#lastFailure);
  }

  run<T>(call: () => Promise<T>, options: BreakerCallOptions = {}): Promise<T> {
    const circuit = this.#circuit;
    if (circuit === undefined || circuit.state === "closed") return this.#runClosed(call, options);
    return this.#probe(circuit, call, options);
  }

  async #runClosed<T>(call: () => Promise<T>, options: BreakerCallOptions): Promise<T> {
    let value: T;
    try {
      value = await call();
    } catch (error) {
      const isStop = options.signal?.aborted === true;
      if (!isStop && this.#judge(error) === "failed") await this.#countFailure(error, options);
      throw error;
    }
    this.#failures = 0;
    const circuit = this.#circuit;
    if (circuit === undefined) return value;
    // A call that began before the circuit opened says nothing of how the service is now.
    if (circuit.failures > 0 && circuit.state === "closed") await circuit.note("success");
    return value;
  }

  async #countFailure(error: unknown, options: BreakerCallOptions): Promise<void> {
    this.#lastFailure = error;
    this.#failures += 1;
    const isLast = this.#failures >= this.#settings.failures;
    // Only the failure that opens the circuit waits until there is one.
    const circuit = this.#circuit ?? (isLast ? await this.#loadFor(error) : undefined);
    // Whether that went well matters to the last failure, which tries again.
    if (circuit === undefined) this.#load().catch(() => undefined);
    else if (circuit.state === "closed") await circuit.note({ error, verdict: "failed" });
    this.#tell(options);
  }

  /** @throws BREAKER_UNAVAILABLE */
  async #loadFor(failure: unknown): Promise<Circuit> {
    try {
      return await this.#load();
    } catch (cause) {
      throw breakerUnavailable(this.snapshot(), { failure, cause });
    }
  }

  /** What failed is tried again by the next one. */
  #load(): Promise<Circuit> {
    this.#loading ??= this.#loadStates()
      .then((cockatiel) => this.#make(cockatiel))
      .catch((error) => {
        this.#loading = undefined;
        throw error;
      });
    return this.#loading;
  }

  /** The failure that waits for the circuit is counted by it. */
  #make(cockatiel: Cockatiel): Circuit {
    const before = Math.min(this.#failures, this.#settings.failures - 1);
    this.#circuit = createCircuit(cockatiel, this.#settings, before);
    return this.#circuit;
  }

  /** Cockatiel would let others wait for the probe, and would take a stop of it for a success. */
  async #probe<T>(circuit: Circuit, call: () => Promise<T>, options: BreakerCallOptions): Promise<T> {
    throwIfAborted(options.signal);
    this.assertUsable();
    const { clock, resetMs } = this.#settings;
    const halfOpen = this.#halfOpen ?? new HalfOpen(circuit, clock, resetMs);
    this.#halfOpen = halfOpen;
    const trial = halfOpen.begin();
    this.#tell(options);
    try {
      const value = await abortable(call(), options.signal);
      await this.#end(halfOpen, trial, "success");
      return value;
    } catch (error) {
      const verdict = options.signal?.aborted === true ? "unknown" : this.#judge(error);
      await this.#end(halfOpen, trial, { error, verdict });
      throw error;
    } finally {
      this.#tell(options);
    }
  }

  async #end(halfOpen: HalfOpen, trial: Trial, outcome: FailedCall | "success"): Promise<void> {
    if (!(await halfOpen.end(trial, outcome))) return;
    if (outcome !== "success" && outcome.verdict === "failed") this.#lastFailure = outcome.error;
    this.#halfOpen = undefined;
  }

  #tell({ onChange, signal }: BreakerCallOptions): void {
    const snapshot = this.snapshot();
    if (snapshot.state === this.#told || signal?.aborted === true) return;
    this.#told = snapshot.state;
    // What a listener throws is its own affair: the call has an end of its own.
    (async () => onChange?.(snapshot))().catch(() => undefined);
  }
}
