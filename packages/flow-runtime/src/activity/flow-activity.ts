import { abortReason, type GraphActivity } from "@pergola/core";
import type { Flow } from "../flow.ts";
import { RingQueue } from "../runtime/ring-queue.ts";
import { createActivityReader } from "./activity-reader.ts";

/** How long to listen for. */
export interface FlowActivityOptions {
  /** Ends it: whoever reads rejects with its reason. Default: none. */
  readonly signal?: AbortSignal;
}

/** Activities that wait for a reader; the oldest make room for the newest. */
const MOST_WAITING = 1_024;

type Result = IteratorResult<GraphActivity, undefined>;

/**
 * What the nodes of a flow do, as it happens, for whoever draws its `describe()`. It listens from the first read until
 * the loop is left. A slow reader misses what is oldest: what it reads last is how things are.
 */
export function flowActivity(
  flow: Pick<Flow, "name" | "on">,
  options: FlowActivityOptions = {},
): AsyncIterableIterator<GraphActivity, undefined, void> & AsyncDisposable {
  return new ActivityStream(flow, options);
}

class ActivityStream implements AsyncIterableIterator<GraphActivity, undefined, void>, AsyncDisposable {
  readonly #flow: Pick<Flow, "name" | "on">;
  readonly #signal: AbortSignal | undefined;
  readonly #waiting = new RingQueue<GraphActivity>();
  readonly #readers = new RingQueue<PromiseWithResolvers<Result>>();
  #unlisten: (() => void) | undefined;
  #hasLeft = false;

  constructor(flow: Pick<Flow, "name" | "on">, { signal }: FlowActivityOptions) {
    this.#flow = flow;
    this.#signal = signal;
  }

  next(): Promise<Result> {
    if (this.#hasLeft) return this.return();
    if (this.#signal?.aborted) {
      this.#leave();
      return Promise.reject(abortReason(this.#signal));
    }
    const activity = this.#waiting.shift();
    if (activity !== undefined) return Promise.resolve({ value: activity, done: false });
    this.#unlisten ??= this.#listen();
    const reader = Promise.withResolvers<Result>();
    this.#readers.push(reader);
    return reader.promise;
  }

  return(): Promise<Result> {
    this.#leave();
    this.#tellReaders((reader) => reader.resolve({ value: undefined, done: true }));
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #listen(): () => void {
    const read = createActivityReader(this.#flow.name);
    const off = this.#flow.on((event) => {
      for (const activity of read(event) ?? []) this.#tell(activity);
    });
    const signal = this.#signal;
    const onAbort = () => {
      // Somebody who reads is told now, others when they do.
      if (this.#readers.length > 0) this.#leave();
      else this.#stopListening();
      this.#tellReaders((reader) => reader.reject(abortReason(signal as AbortSignal)));
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    return () => {
      off();
      signal?.removeEventListener("abort", onAbort);
    };
  }

  #tell(activity: GraphActivity): void {
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader.resolve({ value: activity, done: false });
      return;
    }
    if (this.#waiting.length >= MOST_WAITING) this.#waiting.shift();
    this.#waiting.push(activity);
  }

  #leave(): void {
    this.#hasLeft = true;
    this.#stopListening();
    this.#waiting.removeWhere(() => true);
  }

  #stopListening(): void {
    this.#unlisten?.();
    this.#unlisten = undefined;
  }

  #tellReaders(tell: (reader: PromiseWithResolvers<Result>) => void): void {
    for (let reader = this.#readers.shift(); reader !== undefined; reader = this.#readers.shift())
      tell(reader);
  }
}
