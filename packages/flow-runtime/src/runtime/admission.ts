import type { AsyncResource } from "node:async_hooks";
import type { FlowError } from "../flow-error.ts";
import type { Headers } from "../headers.ts";
import type { Meta } from "../meta.ts";
import type { EngineSettings } from "./engine-settings.ts";
import type { PartOptions } from "./part-options.ts";
import { cancelled } from "./trace-endings.ts";
import { newScope } from "./trace-scope.ts";
import type { TraceSink } from "./trace-sink.ts";

/** A trace that wants to begin. */
export interface Entry {
  /** Undefined: whoever wants to know it makes one. */
  readonly id: string | undefined;
  readonly input: unknown;
  readonly options: PartOptions;
  /** As they were when it was sent. */
  readonly headers: Headers;
  readonly meta: Meta;
  /** Epoch milliseconds. */
  readonly deadlineAt: number | undefined;
  readonly sink: TraceSink;
  readonly onAccepted: (() => void) | undefined;
  readonly onRefused: (error: Error) => void;
}

interface Waiting extends Entry {
  readonly id: string;
  /** Its caller's, for whoever lets it in runs in another. */
  scope?: AsyncResource;
  release?: () => void;
}

/** Who may begin: at most so many traces at a time, in order of arrival. */
export class Admission {
  readonly #begin: (entry: Entry) => void;
  readonly #hasRoom: () => boolean;
  readonly #settings: Pick<EngineSettings, "clock" | "asyncContext" | "createId">;
  /** By trace id; a map keeps its order, and any one can leave. */
  readonly #waiting = new Map<string, Waiting>();
  #isLettingIn = false;

  constructor(
    begin: (entry: Entry) => void,
    hasRoom: () => boolean,
    settings: Pick<EngineSettings, "clock" | "asyncContext" | "createId">,
  ) {
    this.#begin = begin;
    this.#hasRoom = hasRoom;
    this.#settings = settings;
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
    else this.#wait({ ...entry, id: entry.id ?? this.#settings.createId() });
  }

  /** Lets in who waits, as far as there is room. */
  next(): void {
    // Who ends the moment it begins asks for the next one: that is this same loop's to let in, or the stack would grow.
    if (this.#isLettingIn) return;
    this.#isLettingIn = true;
    try {
      for (const entry of this.#waiting.values()) {
        if (!this.#hasRoom()) return;
        this.#letIn(entry);
      }
    } finally {
      this.#isLettingIn = false;
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
    if (this.#settings.asyncContext) entry.scope = newScope();
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
    const { clock } = this.#settings;
    return clock.setTimer(Math.max(0, deadlineAt - clock.now()), () => this.#letIn(entry));
  }

  #letIn(entry: Waiting): void {
    this.#waiting.delete(entry.id);
    entry.release?.();
    if (entry.scope === undefined) this.#begin(entry);
    else entry.scope.runInAsyncScope(this.#begin, undefined, entry);
  }

  #refuse(entry: Waiting, error: Error): void {
    this.#waiting.delete(entry.id);
    entry.release?.();
    entry.onRefused(error);
  }
}
