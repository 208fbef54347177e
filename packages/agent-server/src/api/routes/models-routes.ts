import type { FastifyInstance } from "fastify";
import { modelInfo } from "../../domain/model-info.ts";
import type { ServedAgent } from "../../domain/served-agent.ts";
import type { ServerContext } from "../server-context.ts";

/** `GET /v1/models`: the agents, as the vendor lists models; `GET /v1/models/:id`: one of them. */
export function modelsRoutes(app: FastifyInstance, context: ServerContext): void {
  const { agents } = context;
  app.get("/v1/models", async () => ({
    object: "list",
    data: agents.all.map((agent) => wireModel(agent, context)),
    pergola: { serves: context.serves },
  }));
  app.get<{ Params: { id: string } }>("/v1/models/:id", async ({ params }) =>
    wireModel(agents.get(params.id, "model"), context),
  );
}

function wireModel(agent: ServedAgent, { startedAt, notices }: ServerContext) {
  const { name, description, definition } = agent;
  const notice = Object.hasOwn(notices, name) ? notices[name] : undefined;
  return {
    id: name,
    object: "model",
    created: startedAt,
    owned_by: "pergola",
    ...(description !== undefined && { description }),
    pergola: {
      ...modelInfo(agent),
      ...(notice !== undefined && { notice }),
      tools: definition.tools.map((tool) => ({ name: tool.name, description: tool.description })),
    },
  };
}
