import type { Clock } from "@pergola/core";
import type { CallOptions } from "../call-options.ts";
import type { FlowError } from "../flow-error.ts";
import { cancelled } from "./trace-endings.ts";
import type { TraceSink } from "./trace-sink.ts";

/** A trace that wants to begin. */
export interface Entry {
  readonly id: string;
  readonly input: unknown;
  readonly options: CallOptions;
  /** Epoch milliseconds. */
  readonly deadlineAt: number | undefined;
  readonly sink: TraceSink;
  readonly onAccepted: (() => void) | undefined;
  readonly onRefused: (error: Error) => void;
}

interface Waiting extends Entry {
  release?: () => void;
}

/** Who may begin: at most so many traces at a time, in order of arrival. */
export class Admission {
  readonly #begin: (entry: Entry) => void;
  readonly #hasRoom: () => boolean;
  readonly #clock: Clock;
  /** By trace id; a map keeps its order, and any one can leave. */
  readonly #waiting = new Map<string, Waiting>();

  constructor(begin: (entry: Entry) => void, hasRoom: () => boolean, clock: Clock) {
    this.#begin = begin;
    this.#hasRoom = hasRoom;
    this.#clock = clock;
  }

  get size(): number {
    return this.#waiting.size;
  }

  get isOpen(): boolean {
    return this.#waiting.size === 0 && this.#hasRoom();
  }

  has(traceId: string): boolean {
    return this.#waiting.has(traceId);
  }

  enter(entry: Entry): void {
    if (this.isOpen) this.#begin(entry);
    else this.#wait(entry);
  }

  /** Lets in who waits, as far as there is room. */
  next(): void {
    for (const [id, entry] of this.#waiting) {
      if (!this.#hasRoom()) return;
      this.#waiting.delete(id);
      entry.release?.();
      this.#begin(entry);
    }
  }

  cancel(traceId: string, error: () => FlowError): boolean {
    const entry = this.#waiting.get(traceId);
    if (entry === undefined) return false;
    this.#refuse(entry, error());
    return true;
  }

  refuseAll(error: (traceId: string) => FlowError): void {
    for (const entry of [...this.#waiting.values()]) this.#refuse(entry, error(entry.id));
  }

  #wait(entry: Waiting): void {
    const { deadlineAt, options } = entry;
    const { signal } = options;
    this.#waiting.set(entry.id, entry);
    if (signal === undefined && deadlineAt === undefined) return;
    const onAbort = () => this.#refuse(entry, cancelled(entry.id, signal?.reason));
    const cancelTimer = deadlineAt === undefined ? undefined : this.#watch(entry, deadlineAt);
    signal?.addEventListener("abort", onAbort, { once: true });
    entry.release = () => {
      cancelTimer?.();
      signal?.removeEventListener("abort", onAbort);
    };
    if (signal?.aborted) onAbort();
  }

  /** At its deadline it begins, room or not: it ends the same moment, as any trace does whose time is over. */
  #watch(entry: Waiting, deadlineAt: number): () => void {
    return this.#clock.setTimer(Math.max(0, deadlineAt - this.#clock.now()), () => {
      this.#waiting.delete(entry.id);
      entry.release?.();
      this.#begin(entry);
    });
  }

  #refuse(entry: Waiting, error: Error): void {
    this.#waiting.delete(entry.id);
    entry.release?.();
    entry.onRefused(error);
  }
}
