import { PROMETHEUS_CONTENT_TYPE } from "@pergola/observability";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { ServedMetrics } from "../../domain/served-telemetry.ts";
import { telemetryOff } from "../../domain/telemetry-off.ts";
import { parseRequest } from "../body/parse-request.ts";
import { requireOperator } from "../security/require-operator.ts";
import type { ServerContext } from "../server-context.ts";

const querySchema = z.strictObject({
  agent: z.string().min(1).max(200).optional(),
  hours: z.coerce.number().int().min(1).max(168).optional(),
});

/** `GET /metrics`, `GET /v1/metrics/summary`, `GET /v1/metrics/timeline`: figures about all users, for the operator. */
export function metricsRoutes(app: FastifyInstance, context: ServerContext): void {
  const { identities } = context;
  app.get("/metrics", async (request, reply) => {
    requireOperator(request, identities);
    return reply.type(PROMETHEUS_CONTENT_TYPE).send(required(context.metrics).toPrometheus());
  });
  for (const name of ["summary", "timeline"] as const) {
    app.get(`/v1/metrics/${name}`, async (request) => {
      requireOperator(request, identities);
      const metrics = required(context.metrics);
      const { agent, hours } = parseRequest(querySchema, request.query);
      if (agent !== undefined) context.agents.get(agent);
      return metrics[name]({ ...(agent !== undefined && { agent }), ...(hours !== undefined && { hours }) });
    });
  }
}

/** @throws TELEMETRY_OFF */
function required(metrics: ServedMetrics | undefined): ServedMetrics {
  if (metrics === undefined) throw telemetryOff("metrics");
  return metrics;
}
