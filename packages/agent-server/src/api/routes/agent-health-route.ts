import type { FastifyInstance } from "fastify";
import { agentHealth } from "../../domain/agent-health.ts";
import { requireOperator } from "../security/require-operator.ts";
import type { ServerContext } from "../server-context.ts";

/** `GET /v1/agents/:id/health`: how an agent's resources and breakers are doing, for the operator. */
export function agentHealthRoute(app: FastifyInstance, { agents, identities }: ServerContext): void {
  app.get<{ Params: { id: string } }>("/v1/agents/:id/health", async (request) => {
    requireOperator(request, identities);
    return agentHealth(agents.get(request.params.id));
  });
}
