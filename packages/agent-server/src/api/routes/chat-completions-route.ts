import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Caller } from "../../domain/caller.ts";
import { serverErrors } from "../../errors.ts";
import type { StreamedRun } from "../../services/run-service.ts";
import { type ChatWireRequest, readChatRequest } from "../chat/chat-request-schema.ts";
import { createChunkFactory } from "../chat/chunks.ts";
import { type CompletionHead, chatCompletion } from "../chat/completion.ts";
import { SESSION_HEADER, toHeader } from "../chat/session-of.ts";
import { streamCompletion } from "../chat/stream-completion.ts";
import { type ClientConnection, clientConnection } from "../client-connection.ts";
import { endFailedStream } from "../event-stream/end-failed-stream.ts";
import { EventStreamWriter } from "../event-stream/event-stream-writer.ts";
import type { ServerContext } from "../server-context.ts";

/** `POST /v1/chat/completions`: an agent in the vendor's protocol. */
export function chatCompletionsRoute(app: FastifyInstance, context: ServerContext): void {
  app.post("/v1/chat/completions", { config: { speaksVendor: true } }, async (request, reply) => {
    const caller = context.identities.callerOf(request);
    const wire = readChatRequest(request, context.limits.maxMessageChars);
    const { sessionId } = wire.chat;
    if (sessionId !== undefined) reply.header(SESSION_HEADER, toHeader(sessionId));
    const exchange = { request, reply, connection: clientConnection(reply), caller, wire };
    return wire.isStream ? answerInPieces(exchange, context) : answerAtOnce(exchange, context);
  });
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly connection: ClientConnection;
  readonly caller: Caller;
  readonly wire: ChatWireRequest;
}

async function answerAtOnce({ connection, caller, wire }: Exchange, context: ServerContext) {
  const results = await context.chats.collect(caller, wire.chat, connection.signal);
  return chatCompletion(headOf(wire, results[0]?.runId, context), results);
}

async function answerInPieces(exchange: Exchange, context: ServerContext) {
  const { request, reply, connection, caller, wire } = exchange;
  const runs: readonly StreamedRun[] = await context.chats.stream(caller, wire.chat, connection.signal);
  const writer = new EventStreamWriter({ ...context, reply, connection });
  const { includesUsage } = wire;
  const chunks = createChunkFactory(headOf(wire, runs[0]?.runId, context), includesUsage);
  try {
    await streamCompletion({ runs, chunks, writer, includesUsage });
    writer.end();
  } catch (thrown) {
    endFailedStream({ thrown, writer, request, logger: context.logger });
  } finally {
    // When one of several answers failed, the others have lost their reader.
    connection.abort(streamEnded());
  }
  return reply;
}

function streamEnded() {
  return serverErrors.create("CLIENT_DISCONNECTED", {
    message: "The stream of answers has ended.",
    hint: "Another answer of the same request failed; its error says why.",
  });
}

function headOf(
  { chat, metadata }: ChatWireRequest,
  runId: string | undefined,
  { clock }: ServerContext,
): CompletionHead {
  const echo: Record<string, string> = { ...metadata };
  if (chat.sessionId !== undefined) echo.session_id = chat.sessionId;
  return {
    id: `chatcmpl-${runId}`,
    created: Math.floor(clock.now() / 1_000),
    model: chat.agent,
    ...(Object.keys(echo).length > 0 && { metadata: echo }),
  };
}
