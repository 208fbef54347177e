import type { Failures } from "../errors/failures.ts";
import type { CallGuard } from "./call-guard.ts";

/** The body of a response, read part by part under the call's guard. */
export interface ByteSource {
  /** The caller stopped the call, or the vendor was silent for too long. */
  readonly isStopped: boolean;
  /** The next part, or undefined at the end. @throws what stopped the call, or the network's failure */
  read(): Promise<Uint8Array | undefined>;
  /** The rest as text; what is beyond `maxBytes` is left out and the connection closed. */
  text(maxBytes: number): Promise<string>;
  /** Closes the connection, unless the end was reached. */
  close(): void;
  /** The answer is whole: lets the connection go back to the pool if its end follows at once, else closes it. */
  release(): void;
}

/** How long the end of a body may take once the answer in it is whole, in milliseconds. */
const RELEASE_MS = 100;

export function createByteSource(response: Response, guard: CallGuard, failures: Failures): ByteSource {
  const reader = response.body?.getReader();
  let isOver = reader === undefined;
  const finish = (): void => {
    isOver = true;
    guard.close();
  };
  const close = (): void => {
    if (isOver) return;
    finish();
    reader?.cancel().catch(() => {});
  };
  // Cancelling settles a read that waits, also when the body comes from a fetch that ignores its signal.
  guard.onStop(() => void reader?.cancel(guard.failure).catch(() => {}));
  const read = async (): Promise<Uint8Array | undefined> => {
    if (guard.failure !== undefined) throw guard.failure;
    if (isOver) return undefined;
    guard.startWaiting();
    try {
      const part = await reader?.read();
      if (guard.failure !== undefined) throw guard.failure;
      if (part?.done === false) return part.value;
      finish();
      return undefined;
    } catch (error) {
      finish();
      throw guard.failure ?? failures.network(error, "answer");
    } finally {
      guard.stopWaiting();
    }
  };
  return {
    get isStopped() {
      return guard.failure !== undefined;
    },
    read,
    async text(maxBytes) {
      const decoder = new TextDecoder();
      let text = "";
      let bytes = 0;
      for (let part = await read(); part !== undefined; part = await read()) {
        bytes += part.length;
        text += decoder.decode(part, { stream: true });
        if (bytes > maxBytes) close();
      }
      return text + decoder.decode();
    },
    close,
    release() {
      if (isOver) return;
      finish();
      drain(reader, RELEASE_MS);
    },
  };
}

function drain(reader: ReadableStreamDefaultReader<Uint8Array> | undefined, withinMs: number): void {
  const cancel = (): void => void reader?.cancel().catch(() => {});
  const timer = setTimeout(cancel, withinMs);
  timer.unref();
  reader
    ?.read()
    .then(({ done }) => {
      if (!done) cancel();
    }, cancel)
    .finally(() => clearTimeout(timer));
}
