import type { IncomingMessage } from "node:http";
import type { Clock } from "@pergola/core";
import type { SocketClose, VendorRequest } from "./vendor-request.ts";

/** Longest request body that the server takes, in bytes. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** A request being answered: its public record and the facts that are still to be added to it. */
export interface Recording {
  readonly request: VendorRequest;
  /** Fires when the socket has closed. */
  readonly signal: AbortSignal;
  countFrame(): void;
  /** The server is about to close: whatever comes now, the client was not first. */
  markServerClose(): void;
}

/** Reads the body and begins the record. Undefined when the caller went away before the body was here. */
export async function recordRequest(message: IncomingMessage, clock: Clock): Promise<Recording | undefined> {
  const arrivedAt = clock.monotonic();
  const text = await readBody(message);
  if (text === undefined) return undefined;
  const closing = new AbortController();
  const closed = Promise.withResolvers<SocketClose>();
  let sentFrames = 0;
  let by: SocketClose["by"] = "client";
  message.socket.once("close", () => {
    closed.resolve({ at: clock.monotonic(), by });
    closing.abort(new Error("The socket has closed."));
  });
  return {
    request: {
      method: message.method ?? "GET",
      path: message.url ?? "/",
      headers: message.headers,
      body: parseObject(text),
      text,
      arrivedAt,
      get sentFrames() {
        return sentFrames;
      },
      closed: closed.promise,
    },
    signal: closing.signal,
    countFrame() {
      sentFrames += 1;
    },
    markServerClose() {
      by = "server";
    },
  };
}

async function readBody(message: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of message as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > MAX_BODY_BYTES) return undefined;
      parts.push(part);
    }
  } catch {
    // The caller broke off: there is nobody to answer.
    return undefined;
  }
  return Buffer.concat(parts).toString("utf8");
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
