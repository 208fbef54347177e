import type { FlowError } from "../flow-error.ts";
import type { StreamChunk } from "../stream-chunk.ts";
import type { StreamItem } from "../stream-item.ts";
import type { TraceInfo } from "../trace-info.ts";
import { RingQueue } from "./ring-queue.ts";
import type { Sent, TraceSink } from "./trace-sink.ts";

/** Items that wait for a reader; then the nodes of its trace wait, too. */
const MOST_WAITING = 64;

interface Reader {
  readonly resolve: (result: IteratorResult<StreamItem, undefined>) => void;
  readonly reject: (error: Error) => void;
}

export interface StreamSinkHooks {
  /** There is room again. */
  readonly onRoom: (traceId: string) => void;
  /** The reader has left before the end. */
  readonly onLeave: (traceId: string) => void;
}

/** For `stream()`: chunks and results, as fast as its reader takes them. */
export class StreamSink implements TraceSink, AsyncIterableIterator<StreamItem, undefined, void> {
  readonly takesErrors = true;
  readonly #items = new RingQueue<StreamItem>();
  readonly #readers = new RingQueue<Reader>();
  readonly #hooks: StreamSinkHooks;
  #traceId = "";
  #isOver = false;
  /** Whether the reader has left: then there is nothing more to tell. */
  #hasLeft = false;
  #error: Error | undefined;

  constructor(hooks: StreamSinkHooks) {
    this.#hooks = hooks;
  }

  opened(traceId: string): void {
    this.#traceId = traceId;
  }

  result({ payload, meta, trace }: Sent): boolean {
    return this.#put({ type: "result", traceId: trace.id, value: payload, meta });
  }

  last({ payload, meta, trace }: Sent): void {
    const item: StreamItem = { type: "result", traceId: trace.id, value: payload, meta };
    if (!this.#put(item)) this.#items.push(item);
  }

  chunk(chunk: StreamChunk): boolean {
    return this.#put({ type: "chunk", ...chunk });
  }

  settled(_trace: TraceInfo, error: FlowError | undefined): void {
    this.refuse(error);
  }

  refuse(error: Error | undefined): void {
    this.#isOver = true;
    this.#error = this.#hasLeft ? undefined : error;
    for (let reader = this.#readers.shift(); reader !== undefined; reader = this.#readers.shift())
      this.#end(reader);
  }

  next(): Promise<IteratorResult<StreamItem, undefined>> {
    const item = this.#items.shift();
    if (item !== undefined) {
      this.#hooks.onRoom(this.#traceId);
      return Promise.resolve({ value: item, done: false });
    }
    return new Promise((resolve, reject) => {
      if (this.#isOver) this.#end({ resolve, reject });
      else this.#readers.push({ resolve, reject });
    });
  }

  return(): Promise<IteratorResult<StreamItem, undefined>> {
    this.#hasLeft = true;
    if (!this.#isOver) this.#hooks.onLeave(this.#traceId);
    this.#items.removeWhere(() => true);
    this.#error = undefined;
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.return().then(() => undefined);
  }

  #put(item: StreamItem): boolean {
    const reader = this.#readers.shift();
    if (reader !== undefined) reader.resolve({ value: item, done: false });
    else if (this.#items.length >= MOST_WAITING) return false;
    else this.#items.push(item);
    return true;
  }

  /** An error comes once; afterwards the stream has just ended. */
  #end({ resolve, reject }: Reader): void {
    const error = this.#error;
    this.#error = undefined;
    if (error === undefined) resolve({ value: undefined, done: true });
    else reject(error);
  }
}
