import { RUN_OUTCOMES } from "@pergola/core";
import { type StoredRun, TURN_STATUSES } from "@pergola/resources";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { parseRequest } from "../body/parse-request.ts";
import type { ServerContext } from "../server-context.ts";
import { agentOf, pageQuerySchema } from "./agent-of.ts";

const listQuerySchema = pageQuerySchema.extend({
  session_id: z.string().min(1).optional(),
  status: z.enum(TURN_STATUSES).optional(),
  outcome: z.enum(RUN_OUTCOMES).optional(),
  from: z.coerce.number().optional(),
  to: z.coerce.number().optional(),
});

/** `GET /v1/runs`: the caller's own stored runs with an agent; `GET /v1/runs/:id`: one with its log. */
export function runLogRoutes(app: FastifyInstance, context: ServerContext): void {
  const { identities, runLog } = context;
  app.get("/v1/runs", async (request) => {
    const { session_id: sessionId, agent: _, ...asked } = parseRequest(listQuerySchema, request.query);
    const page = await runLog.list(identities.callerOf(request), agentOf(request, context), {
      ...asked,
      sessionId,
    });
    const { nextCursor } = page;
    return {
      object: "list",
      data: page.runs.map(wireRun),
      ...(nextCursor !== undefined && { nextCursor }),
    };
  });
  app.get<{ Params: { id: string } }>("/v1/runs/:id", async (request) => {
    const agent = agentOf(request, context);
    const { events, ...run } = await runLog.get(identities.callerOf(request), agent, request.params.id);
    return { ...wireRun(run), events };
  });
}

function wireRun({ runId, ...run }: StoredRun) {
  return { id: runId, ...run };
}
