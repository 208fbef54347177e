import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { parseRequest } from "../body/parse-request.ts";
import { LOG_COMPONENTS, LOG_LEVELS, logId } from "../log-filter-schema.ts";
import type { ServerContext } from "../server-context.ts";

/** `a,b` as a list. */
const listOf = <Item extends z.ZodType<string, string>>(item: Item) =>
  z
    .string()
    .max(2_000)
    .transform((text) => text.split(","))
    .pipe(z.array(item).min(1).max(50));

const querySchema = z.strictObject({
  level: z.enum(LOG_LEVELS).optional(),
  component: listOf(z.enum(LOG_COMPONENTS)).optional(),
  resource: listOf(logId).optional(),
  run: logId.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});

/** `GET /v1/logs`: the latest lines that the server still has, of the caller's own runs; the operator gets the server's too. */
export function logsRoute(app: FastifyInstance, { identities, logWatches }: ServerContext): void {
  app.get("/v1/logs", async (request) => {
    const reader = { caller: identities.callerOf(request), isOperator: identities.isOperator(request) };
    const { level, component, resource, run, limit } = parseRequest(querySchema, request.query);
    const filter = {
      ...(level && { level }),
      ...(component && { components: component }),
      ...(resource && { resources: resource }),
      ...(run && { runId: run }),
    };
    return { object: "list", data: logWatches.recent(reader, filter).slice(-limit) };
  });
}
