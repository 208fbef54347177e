import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { StreamedRun } from "../../services/run-service.ts";
import { requireShortText } from "../body/message-length.ts";
import { parseRequest } from "../body/parse-request.ts";
import { userContent } from "../chat/content-schema.ts";
import { runBudgetSchema } from "../chat/run-budget.ts";
import { runParametersSchema } from "../chat/run-parameters.ts";
import { SESSION_HEADER, sessionOf, toHeader } from "../chat/session-of.ts";
import { clientConnection } from "../client-connection.ts";
import { endFailedStream } from "../event-stream/end-failed-stream.ts";
import { EventStreamWriter } from "../event-stream/event-stream-writer.ts";
import { formatRunEvent } from "../event-stream/format-event.ts";
import type { ServerContext } from "../server-context.ts";
import { traceIdOf } from "../trace-id.ts";

const bodySchema = z.strictObject({
  agent: z.string().min(1),
  message: userContent,
  session_id: z.string().optional(),
  parameters: runParametersSchema.optional(),
  budget: runBudgetSchema,
  user: z.string().optional(),
  user_id: z.string().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
});

/** `POST /v1/runs`: a chat turn as a stream of its events; `POST /v1/runs/:id/cancel` stops it. */
export function runsRoutes(app: FastifyInstance, context: ServerContext): void {
  app.post("/v1/runs", (request, reply) => streamRun(request, reply, context));
  app.post<{ Params: { id: string } }>("/v1/runs/:id/cancel", async (request, reply) => {
    context.runs.cancel(context.identities.callerOf(request), request.params.id);
    return reply.code(202).send({ runId: request.params.id, cancelled: true });
  });
}

async function streamRun(request: FastifyRequest, reply: FastifyReply, context: ServerContext) {
  const caller = context.identities.callerOf(request);
  const { agent, message, parameters, budget, ...fields } = parseRequest(bodySchema, request.body);
  requireShortText(message, context.limits.maxMessageChars, ["message"]);
  const named = sessionOf(fields, request.headers);
  const input = typeof message === "string" ? message : { role: "user" as const, content: message };
  const connection = clientConnection(reply);
  const { signal } = connection;
  const run = context.runs.stream(caller, {
    agent,
    input,
    sessionId: named,
    traceId: traceIdOf(request),
    parameters,
    budget,
    signal,
  });
  if (run.sessionId !== undefined) reply.header(SESSION_HEADER, toHeader(run.sessionId));
  const writer = new EventStreamWriter({ ...context, reply, connection });
  try {
    await writeEvents(run, writer);
    writer.end();
  } catch (thrown) {
    endFailedStream({ thrown, writer, request, logger: context.logger });
  }
  return reply;
}

/** @throws what kept the run from ending as runs do, with `run-finished` */
async function writeEvents(run: StreamedRun, writer: EventStreamWriter): Promise<void> {
  const { runId, events, result } = run;
  let isFinished = false;
  for (let next = await events.next(); next.done !== true; next = await events.next()) {
    await writer.write(formatRunEvent(next.value));
    isFinished = next.value.type === "run-finished" && next.value.runId === runId;
  }
  if (!isFinished) await result;
}
