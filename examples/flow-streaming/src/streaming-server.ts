import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Flow, toServerSentEvent, toWebSocketFrame } from "@pergola/flow-runtime";
import { type WebSocket, WebSocketServer } from "ws";
import { page } from "./page.ts";

export interface StreamingServer extends AsyncDisposable {
  readonly url: string;
}

/** Serves a page that reads a flow over both wires. Whoever closes the connection cancels the trace. */
export async function startStreamingServer(flow: Flow<string, unknown>, port = 0): Promise<StreamingServer> {
  const server = createServer((request, response) => void answer(flow, request, response));
  const sockets = new WebSocketServer({ server, path: "/ws", maxPayload: 16_384 });
  sockets.on("connection", (socket) => {
    socket.once("message", (text) => void tellSocket(flow, socket, String(text)));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  flow: Flow<string, unknown>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (url.pathname !== "/events") {
    response.writeHead(url.pathname === "/" ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
    response.end(url.pathname === "/" ? page : "Not here.");
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  const left = new AbortController();
  response.on("close", () => left.abort());
  const error = await pass(flow, url.searchParams.get("text") ?? "", {
    signal: left.signal,
    // A full socket makes the node wait, not this process grow.
    send: async (item) => {
      if (!response.write(toServerSentEvent(item))) await once(response, "drain", { signal: left.signal });
    },
  });
  response.end(
    `event: end\ndata: ${JSON.stringify(error === undefined ? {} : { error: error.message })}\n\n`,
  );
}

async function tellSocket(flow: Flow<string, unknown>, socket: WebSocket, text: string): Promise<void> {
  const left = new AbortController();
  socket.on("close", () => left.abort());
  const error = await pass(flow, text, {
    signal: left.signal,
    send: (item) =>
      new Promise<void>((resolve, reject) => {
        socket.send(toWebSocketFrame(item), (error) => (error ? reject(error) : resolve()));
      }),
  });
  socket.close(error === undefined ? 1000 : 1011, error?.message.slice(0, 100));
}

type Item = Parameters<typeof toServerSentEvent>[0];

interface Wire {
  readonly signal: AbortSignal;
  readonly send: (item: Item) => unknown;
}

/** @returns what ended the trace before its time, or what the wire said; undefined when all is told */
async function pass(
  flow: Flow<string, unknown>,
  text: string,
  { signal, send }: Wire,
): Promise<Error | undefined> {
  try {
    for await (const item of flow.stream(text, { signal })) await send(item);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
