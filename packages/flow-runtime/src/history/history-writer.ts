import type { Clock, Logger } from "@pergola/core";
import type { FlowEvent } from "../flow-event.ts";
import type { FlowHistory } from "./flow-history.ts";

const BATCH = 256;
const LONGEST_WAIT_MS = 100;
/** Most events that wait while the store is slow. */
const MOST_WAITING = 10_000;
/** How long a flow that stops waits for its history. */
const LONGEST_CLOSE_MS = 5_000;

/** Hands events to a history in batches: when there are many, or after a while, or when somebody asks. */
export class HistoryWriter {
  /** Events that were lost: the store failed, or was too slow. */
  failures = 0;
  readonly #history: FlowHistory;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #waiting: FlowEvent[] = [];
  /** Whether what waits is to be written though it fills no batch. */
  #isAsked = false;
  #writing: Promise<void> | undefined;
  #cancelTimer: (() => void) | undefined;

  constructor(history: FlowHistory, { clock, logger }: { readonly clock: Clock; readonly logger: Logger }) {
    this.#history = history;
    this.#clock = clock;
    this.#logger = logger;
  }

  readonly note = (event: FlowEvent): void => {
    if (this.#waiting.length >= MOST_WAITING) {
      this.failures++;
      return;
    }
    this.#waiting.push(event);
    if (this.#waiting.length >= BATCH) void this.#begin();
    else this.#cancelTimer ??= this.#clock.setTimer(LONGEST_WAIT_MS, () => void this.flush());
  };

  async load(traceId: string): Promise<readonly FlowEvent[]> {
    await this.flush();
    return this.#history.load(traceId);
  }

  /** Writes all that there is; never rejects. */
  flush(): Promise<void> {
    this.#isAsked = this.#waiting.length > 0;
    return this.#begin();
  }

  #begin(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#waiting.length > 0) this.#writing ??= this.#write();
    return this.#writing ?? Promise.resolve();
  }

  /** Writes all that there is, as long as a store may take that a stop waits for; then what is left is lost. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      const cancelTimer = this.#clock.setTimer(LONGEST_CLOSE_MS, () => {
        this.#lose(this.#waiting.splice(0).length, "it does not answer");
        resolve();
      });
      void this.flush().then(() => {
        cancelTimer();
        resolve();
      });
    });
  }

  async #write(): Promise<void> {
    while (this.#waiting.length >= (this.#isAsked ? 1 : BATCH)) {
      const batch = this.#waiting;
      this.#waiting = [];
      this.#isAsked = false;
      try {
        // In a function of its own: also one that throws at once is waited for.
        await (async () => this.#history.append(batch))();
      } catch (error) {
        this.#lose(batch.length, error);
      }
    }
    // At once, so that whoever notes an event now begins a new round.
    this.#writing = undefined;
  }

  #lose(events: number, error: unknown): void {
    this.failures += events;
    this.#logger.warn("Events of a flow could not be kept", { error, events });
  }
}
