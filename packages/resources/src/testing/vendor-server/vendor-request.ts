import type { IncomingHttpHeaders } from "node:http";

/** How the socket of a request ended. */
export interface SocketClose {
  /** Milliseconds of the server's clock, as in {@link VendorRequest.arrivedAt}. */
  readonly at: number;
  /** Who closed first: the caller (Stop, a crash), or the server (end of the answer, `close()`, a scripted fault). */
  readonly by: "client" | "server";
}

/** A request as the vendor server saw it. */
export interface VendorRequest {
  readonly method: string;
  /** With the query, for example `/v1/chat/completions`. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON object, or undefined when the body was not one. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  /** The body as it came. */
  readonly text: string;
  /** Monotonic milliseconds of the server's clock. */
  readonly arrivedAt: number;
  /** Events of the answer that were handed to the socket so far. */
  readonly sentFrames: number;
  /** Resolves when the socket has closed; never rejects. */
  readonly closed: Promise<SocketClose>;
}
