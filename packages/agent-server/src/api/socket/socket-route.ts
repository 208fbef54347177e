import { type IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { WebSocketServer } from "ws";
import { serverErrors } from "../../errors.ts";
import { endWithError } from "../errors/broken-request.ts";
import type { ServerContext } from "../server-context.ts";
import { SocketConnection } from "./socket-connection.ts";

export const SOCKET_PATH = "/ws";

/** Largest message of a client, in bytes. */
const MAX_MESSAGE_BYTES = 16_384;

interface Upgrade {
  readonly socket: Duplex;
  readonly head: Buffer;
}

/** `GET /ws`: the WebSocket on which flows and the log are watched. A handshake passes the same guards as every other request. */
export function socketRoute(app: FastifyInstance, context: ServerContext): void {
  const upgrades = new WeakMap<IncomingMessage, Upgrade>();
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
  });
  server.on("wsClientError", ({ message }, socket) =>
    endWithError(socket, { status: 400, message: `The WebSocket handshake is not valid: ${message}.` }),
  );
  app.server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgrades.set(request, { socket, head });
    app.routing(request, responseOn(socket, request));
  });
  app.get(SOCKET_PATH, async (request, reply) => {
    const caller = context.identities.callerOf(request);
    const reader = { caller, isOperator: context.identities.isOperator(request) };
    const { socket, head } = requireUpgrade(upgrades, request);
    context.sockets.requireRoom(caller);
    reply.hijack();
    server.handleUpgrade(request.raw, socket, head, (opened) =>
      context.sockets.add(new SocketConnection(opened, reader, context)),
    );
  });
}

/** An answer for a handshake that is refused: afterwards the connection is of no use. */
function responseOn(socket: Duplex, request: IncomingMessage): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket as Socket);
  response.once("finish", () => socket.end());
  socket.on("error", () => socket.destroy());
  return response;
}

function requireUpgrade(upgrades: WeakMap<IncomingMessage, Upgrade>, { raw }: FastifyRequest): Upgrade {
  const upgrade = upgrades.get(raw);
  if (upgrade !== undefined) return upgrade;
  throw serverErrors.create("UPGRADE_REQUIRED", {
    message: `${SOCKET_PATH} is a WebSocket, and the request did not ask for one.`,
    hint: 'Connect with a WebSocket client: new WebSocket("ws://…/ws").',
  });
}
