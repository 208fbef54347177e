import type { FastifyInstance } from "fastify";
import type { ServerContext } from "../server-context.ts";

/** `GET /v1/agents/:id/graph`: an agent's steps, for drawing. */
export function agentsRoutes(app: FastifyInstance, { agents }: ServerContext): void {
  app.get<{ Params: { id: string } }>("/v1/agents/:id/graph", async ({ params }) =>
    agents.get(params.id).describe(),
  );
}
