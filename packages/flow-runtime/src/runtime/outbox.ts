import { abortReason } from "@pergola/core";
import { flowErrors } from "../errors.ts";
import type { FlowError } from "../flow-error.ts";
import type { Message } from "../message.ts";
import type { TraceInfo } from "../trace-info.ts";
import { type Fetcher, Fetchers } from "./fetchers.ts";
import { RingQueue } from "./ring-queue.ts";
import { toMessage } from "./to-message.ts";
import { unfetched } from "./trace-endings.ts";
import type { Sent } from "./trace-sink.ts";

/** Most results of one trace that wait to be fetched. */
const MOST_RESULTS = 1_024;
/** Most ended traces whose results wait to be fetched; the oldest ones are forgotten, and counted. */
const MOST_ENDED = 10_000;
/** Most ended traces without any results left of which it is known that they were there. */
const MOST_EMPTY = 1_000;

interface Box {
  readonly messages: RingQueue<Message>;
  ended: boolean;
  error: FlowError | undefined;
}

/** For `emit()` and `fetch()`: what traces give until somebody fetches it. */
export class Outbox {
  /** Results of ended traces that were forgotten since nobody had fetched them. */
  forgotten = 0;
  /** By trace id, in order of their beginning. */
  readonly #boxes = new Map<string, Box>();
  /** Traces that have ended, with nothing left to fetch: whoever asks for one the next time is told so. */
  readonly #empty = new Set<string>();
  readonly #fetchers = new Fetchers<Message | undefined>();
  /** Boxes of traces that have ended. */
  #ended = 0;

  /** @throws QUEUE_FULL when the trace has too many */
  result(sent: Sent): boolean {
    const { id } = sent.trace;
    if ((this.#boxes.get(id)?.messages.length ?? 0) >= MOST_RESULTS) throw unfetched(id, MOST_RESULTS);
    this.last(sent);
    return true;
  }

  /** Takes one however many there are. */
  last(sent: Sent): void {
    const { id } = sent.trace;
    const message = toMessage(sent);
    const fetcher = this.#fetchers.take(id);
    if (fetcher !== undefined) fetcher.resolve(message);
    else this.#boxes.get(id)?.messages.push(message);
  }

  /** What is left of an ended trace with the same id is forgotten. */
  open(traceId: string): void {
    this.forgotten += this.#boxes.get(traceId)?.messages.length ?? 0;
    this.forget(traceId);
    this.#empty.delete(traceId);
    this.#boxes.set(traceId, { messages: new RingQueue(), ended: false, error: undefined });
  }

  settled({ id }: TraceInfo, error: FlowError | undefined): void {
    const box = this.#boxes.get(id);
    if (box === undefined) return;
    box.ended = true;
    this.#ended++;
    box.error = error;
    if (error?.code === "TRACE_CANCELLED") this.drop(id);
    for (let own = this.#fetchers.takeOwn(id); own !== undefined; own = this.#fetchers.takeOwn(id))
      this.#finish(id, own);
    if (box.error !== undefined) this.#tellError(id, box);
    else if (box.messages.length === 0) this.#close(id);
    this.#forgetOldest();
  }

  /** The next result: of that trace, or of any. Undefined when that trace has ended without another. */
  fetch(traceId: string | undefined, signal: AbortSignal | undefined): Promise<Message | undefined> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(abortReason(signal));
      const kept = this.#take(traceId);
      if (kept instanceof Error) return reject(kept);
      if (kept !== undefined) return resolve(kept);
      if (traceId !== undefined && this.#empty.delete(traceId)) return resolve(undefined);
      if (traceId !== undefined && !this.#boxes.has(traceId)) return reject(unknownTrace(traceId));
      const onAbort = () => {
        remove();
        reject(abortReason(signal as AbortSignal));
      };
      const leave = () => signal?.removeEventListener("abort", onAbort);
      const remove = this.#fetchers.add({
        traceId,
        resolve(message) {
          leave();
          resolve(message);
        },
        reject(error) {
          leave();
          reject(error);
        },
      });
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  }

  /** Forgets all, and refuses who waits. */
  clear(error: (traceId: string) => Error): void {
    this.#boxes.clear();
    this.#ended = 0;
    this.#empty.clear();
    for (const { traceId, reject } of this.#fetchers.takeAll()) reject(error(traceId ?? ""));
  }

  drop(traceId: string): void {
    this.#boxes.get(traceId)?.messages.removeWhere(() => true);
  }

  /** @returns whether there was something to forget */
  forget(traceId: string): boolean {
    if (this.#boxes.get(traceId)?.ended === true) this.#ended--;
    return this.#boxes.delete(traceId);
  }

  #take(traceId: string | undefined): Message | Error | undefined {
    const ids = traceId === undefined ? this.#boxes.keys() : [traceId];
    for (const id of ids) {
      const box = this.#boxes.get(id);
      const message = box?.messages.shift() ?? (box?.ended === true ? box.error : undefined);
      if (message instanceof Error) this.forget(id);
      else if (box?.ended === true && box.messages.length === 0 && box.error === undefined) this.#close(id);
      if (message !== undefined) return message;
    }
    return undefined;
  }

  /** A trace has ended, and all of it was fetched. */
  #close(id: string): void {
    if (!this.forget(id)) return;
    this.#empty.add(id);
    const [oldest] = this.#empty;
    if (this.#empty.size > MOST_EMPTY && oldest !== undefined) this.#empty.delete(oldest);
  }

  /** An error waits like a result, for whoever fetches next. */
  #tellError(id: string, box: Box): void {
    if (box.messages.length > 0) return;
    const fetcher = this.#fetchers.take(id);
    if (fetcher === undefined) return;
    this.forget(id);
    fetcher.reject(box.error as FlowError);
  }

  #finish(id: string, fetcher: Fetcher<Message | undefined>): void {
    const box = this.#boxes.get(id);
    this.forget(id);
    if (box?.error === undefined) fetcher.resolve(undefined);
    else fetcher.reject(box.error);
  }

  #forgetOldest(): void {
    if (this.#ended <= MOST_ENDED) return;
    for (const [id, { ended, messages }] of this.#boxes) {
      if (!ended) continue;
      this.forgotten += messages.length;
      this.forget(id);
      if (this.#ended <= MOST_ENDED) return;
    }
  }
}

function unknownTrace(traceId: string) {
  return flowErrors.create("UNKNOWN_TRACE", {
    message: `There is no trace ${traceId} with results to fetch.`,
    hint: "Fetch with the id that emit() gave, and each result once.",
    details: { traceId },
  });
}
