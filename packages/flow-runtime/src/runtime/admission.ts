import { abortReason } from "@pergola/core";
import type { CallOptions } from "../call-options.ts";
import type { FlowError } from "../flow-error.ts";
import type { TraceSink } from "./trace-sink.ts";

/** A trace that wants to begin. */
export interface Entry {
  readonly id: string;
  readonly input: unknown;
  readonly options: CallOptions;
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
  /** By trace id; a map keeps its order, and any one can leave. */
  readonly #waiting = new Map<string, Waiting>();

  constructor(begin: (entry: Entry) => void, hasRoom: () => boolean) {
    this.#begin = begin;
    this.#hasRoom = hasRoom;
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
    const { signal } = entry.options;
    this.#waiting.set(entry.id, entry);
    if (signal === undefined) return;
    const onAbort = () => this.#refuse(entry, abortReason(signal));
    signal.addEventListener("abort", onAbort, { once: true });
    entry.release = () => signal.removeEventListener("abort", onAbort);
  }

  #refuse(entry: Waiting, error: Error): void {
    this.#waiting.delete(entry.id);
    entry.release?.();
    entry.onRefused(error);
  }
}
