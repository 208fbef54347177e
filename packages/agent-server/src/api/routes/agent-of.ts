import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { parseRequest } from "../body/parse-request.ts";
import type { ServerContext } from "../server-context.ts";

const querySchema = z.object({ agent: z.string().min(1).optional() });

/** What every query of a page has: the agent, how many, and where to go on. */
export const pageQuerySchema = querySchema.extend({
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().min(1).max(200).optional(),
});

/** The agent that the query names; the only one there is when it names none. @throws INVALID_REQUEST */
export function agentOf(request: FastifyRequest, { agents }: ServerContext): string {
  const { agent } = parseRequest(querySchema, request.query);
  const [only, ...others] = agents.all;
  if (agent === undefined && only !== undefined && others.length === 0) return only.name;
  return parseRequest(querySchema.required(), { agent }).agent;
}
