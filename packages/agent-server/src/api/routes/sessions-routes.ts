import { Readable } from "node:stream";
import type { SessionSummary } from "@pergola/resources";
import type { FastifyInstance } from "fastify";
import type { TurnWithLog } from "../../services/session-service.ts";
import { parseRequest } from "../body/parse-request.ts";
import { clientConnection } from "../client-connection.ts";
import type { ServerContext } from "../server-context.ts";
import { agentOf, pageQuerySchema } from "./agent-of.ts";

interface ById {
  Params: { id: string };
}

/** `/v1/sessions`: the caller's own conversations with an agent. */
export function sessionsRoutes(app: FastifyInstance, context: ServerContext): void {
  const { identities, sessions } = context;
  app.get("/v1/sessions", async (request) => {
    const { limit, cursor } = parseRequest(pageQuerySchema, request.query);
    const page = await sessions.list(identities.callerOf(request), agentOf(request, context), {
      limit,
      cursor,
    });
    const { nextCursor } = page;
    return {
      object: "list",
      data: page.sessions.map(wireSummary),
      ...(nextCursor !== undefined && { nextCursor }),
    };
  });
  app.get<ById>("/v1/sessions/:id", async (request, reply) => {
    const { id } = request.params;
    const turns = await sessions.turns(identities.callerOf(request), agentOf(request, context), id);
    return reply.type("application/json; charset=utf-8").send(Readable.from(transcriptJson(id, turns)));
  });
  app.delete<ById>("/v1/sessions/:id", async (request, reply) => {
    const { signal } = clientConnection(reply);
    await sessions.delete(identities.callerOf(request), agentOf(request, context), request.params.id, signal);
    return reply.code(204).send();
  });
}

function wireSummary({ sessionId, title, turnCount, createdAt, updatedAt }: SessionSummary) {
  return { id: sessionId, title, turnCount, createdAt, updatedAt };
}

/** The JSON turn by turn, so that a long conversation never lies in memory as a whole. */
async function* transcriptJson(id: string, turns: AsyncIterable<TurnWithLog>): AsyncGenerator<string> {
  yield `{"id":${JSON.stringify(id)},"turns":[`;
  let separator = "";
  for await (const turn of turns) {
    yield separator + JSON.stringify(turn);
    separator = ",";
  }
  yield "]}";
}
