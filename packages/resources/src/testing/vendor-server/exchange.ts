import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { abortable, type Clock, sleep, throwIfAborted } from "@pergola/core";
import type { VendorRequest } from "./vendor-request.ts";

/** One request and the socket to answer it on. What waits here ends when the socket closes. */
export interface Exchange {
  readonly request: VendorRequest;
  /** Whether the caller asked for a stream. */
  readonly isStreaming: boolean;
  /** Fires when the socket has closed. */
  readonly signal: AbortSignal;
  head(status: number, headers?: OutgoingHttpHeaders): void;
  /** Resolves when the bytes were handed to the operating system. */
  write(data: string | Uint8Array): Promise<void>;
  /** Counts one event of the answer as sent. */
  countFrame(): void;
  end(data?: string): void;
  /** Breaks the connection with a TCP reset. */
  reset(): void;
  pause(delayMs: number): Promise<void>;
  /** Waits until the socket closes, then rejects. */
  hang(): Promise<never>;
}

export interface ExchangeInit {
  readonly request: VendorRequest;
  readonly response: ServerResponse;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onFrame: () => void;
  /** Called before the server itself ends or breaks the connection. */
  readonly onServerClose: () => void;
}

export function createExchange(init: ExchangeInit): Exchange {
  const { request, response, clock, signal, onFrame, onServerClose } = init;
  return {
    request,
    isStreaming: request.body?.stream === true,
    signal,
    head(status, headers = {}) {
      if (signal.aborted) return;
      response.writeHead(status, { "x-request-id": "req_vendor", ...headers, connection: "close" });
      response.flushHeaders();
    },
    write(data) {
      throwIfAborted(signal);
      const flushed = new Promise<void>((resolve, reject) => {
        response.write(data, (error) => (error ? reject(error) : resolve()));
      });
      return abortable(flushed, signal);
    },
    countFrame: onFrame,
    end(data) {
      onServerClose();
      response.end(data);
    },
    reset() {
      onServerClose();
      response.socket?.resetAndDestroy();
    },
    pause: (delayMs) => sleep(delayMs, { signal, clock }),
    hang: () => abortable(new Promise<never>(() => {}), signal),
  };
}
