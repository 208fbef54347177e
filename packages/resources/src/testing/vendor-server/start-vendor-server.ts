import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Clock, type Closable, systemClock } from "@pergola/core";
import { createExchange, type Exchange } from "./exchange.ts";
import { type Recording, recordRequest } from "./record-request.ts";
import { createRequestLog } from "./request-log.ts";
import { errorReply } from "./vendor-error.ts";
import type { VendorReplyLike } from "./vendor-reply.ts";
import type { VendorRequest } from "./vendor-request.ts";
import { routeReply } from "./vendor-routes.ts";

export interface VendorServerOptions {
  /** Replies to chat requests in order of arrival; when they are used up the server answers HTTP 500 and says so. */
  readonly replies?: readonly VendorReplyLike[];
  /** Picks the reply when the script is empty. */
  readonly reply?: (request: VendorRequest) => VendorReplyLike | Promise<VendorReplyLike>;
  /** Refuses every other key with 401. Default: any key, or none, will do. */
  readonly apiKey?: string;
  /** What `GET /v1/models` lists. Default `["vendor-model"]`. */
  readonly models?: readonly string[];
  /** For delays and times. */
  readonly clock?: Clock;
}

/** A chat-completions vendor on loopback, with a script in the place of a model. */
export interface VendorServer extends Closable {
  /** For example `http://127.0.0.1:43210`. */
  readonly url: string;
  /** The url with `/v1`: what a client takes as its base URL. */
  readonly baseURL: string;
  /** Every request so far, in order of arrival. */
  readonly requests: readonly VendorRequest[];
  /** The first request not given out yet; waits for one to arrive. */
  nextRequest(options?: { readonly signal?: AbortSignal }): Promise<VendorRequest>;
  /** Adds replies to the end of the script. */
  enqueue(...replies: readonly VendorReplyLike[]): void;
  /** Destroys every connection and stops listening. */
  close(): Promise<void>;
}

/**
 * Starts a real HTTP server that speaks the chat-completions protocol, streaming and not, and misbehaves on demand.
 * Each request gets a connection of its own, so that "the socket closed" has one meaning.
 */
export async function startVendorServer(options: VendorServerOptions = {}): Promise<VendorServer> {
  const { clock = systemClock, models = ["vendor-model"], apiKey } = options;
  const script = [...(options.replies ?? [])];
  const log = createRequestLog();
  const open = new Set<Recording>();
  const chat = (request: VendorRequest) => script.shift() ?? options.reply?.(request) ?? scriptIsEmpty();

  const handle = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const recording = await recordRequest(message, clock);
    if (recording === undefined) {
      message.socket.destroy();
      return;
    }
    open.add(recording);
    recording.signal.addEventListener("abort", () => open.delete(recording), { once: true });
    log.add(recording.request);
    await answer(recording, response);
  };
  const answer = async (recording: Recording, response: ServerResponse): Promise<void> => {
    const { request, signal, countFrame, markServerClose } = recording;
    // Writes to a socket that the caller has closed: the exchange rejects, nothing else is to be told.
    response.on("error", () => {});
    const exchange = createExchange({
      request,
      response,
      clock,
      signal,
      onFrame: countFrame,
      onServerClose: markServerClose,
    });
    try {
      const picked = await routeReply(request, { apiKey, models, chat });
      await picked.play(exchange);
    } catch (error) {
      if (!signal.aborted) answerFailure(exchange, response, error);
    }
  };

  const server = createServer((message, response) => void handle(message, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= new Promise((resolve) => {
      server.close(() => resolve());
      for (const recording of open) recording.markServerClose();
      server.closeAllConnections();
    });
    return closing;
  };
  return {
    url,
    baseURL: `${url}/v1`,
    requests: log.all,
    nextRequest: log.next,
    enqueue: (...replies) => void script.push(...replies),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A reply function that throws is a defect of the test: say so in the vendor's envelope. */
function answerFailure(exchange: Exchange, response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    exchange.reset();
    return;
  }
  const message = `The reply of the vendor server failed: ${error instanceof Error ? error.message : error}`;
  void errorReply({ status: 500, message, type: "server_error", code: "reply_failed" }).play(exchange);
}

function scriptIsEmpty(): VendorReplyLike {
  return errorReply({
    status: 500,
    message: "The script of the vendor server has no reply left for this request.",
    type: "server_error",
    code: "script_empty",
  });
}
