import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { FlowTrace } from "../../domain/flow-trace.ts";
import { parseRequest } from "../body/parse-request.ts";
import type { ServerContext } from "../server-context.ts";

const MAX_TIMEOUT_MS = 24 * 60 * 60 * 1_000;

const bodySchema = z.strictObject({
  input: z.unknown(),
  timeoutMs: z.number().int().min(1).max(MAX_TIMEOUT_MS).optional(),
});

interface ByName {
  Params: { name: string };
}

interface ById {
  Params: { name: string; id: string };
}

/** `/v1/flows`: what there is, and the caller's own traces. */
export function flowsRoutes(app: FastifyInstance, context: ServerContext): void {
  const { identities, flows, flowService, flowInputs } = context;
  app.get("/v1/flows", async () => ({
    object: "list",
    data: flows.all.map((flow) => ({
      name: flow.name,
      graph: flow.describe(),
      ...(Object.hasOwn(flowInputs, flow.name) && { exampleInput: flowInputs[flow.name] }),
    })),
  }));
  app.get<ByName>("/v1/flows/:name/traces", async (request) => ({
    object: "list",
    data: flowService.list(identities.callerOf(request), request.params.name).map(wireTrace),
  }));
  app.post<ByName>("/v1/flows/:name/traces", async (request, reply) => {
    const caller = identities.callerOf(request);
    const { input, timeoutMs } = parseRequest(bodySchema, request.body);
    const trace = flowService.start(caller, { flow: request.params.name, input, timeoutMs });
    return reply.code(201).send(wireTrace(trace));
  });
  app.delete<ById>("/v1/flows/:name/traces/:id", async (request, reply) => {
    const { name, id } = request.params;
    const cancelled = flowService.cancel(identities.callerOf(request), name, id);
    return reply.code(202).send({ id, cancelled });
  });
}

/** A trace without whose it is: only its own user sees it. */
function wireTrace({ caller: _caller, end, ...trace }: FlowTrace) {
  return { ...trace, state: end?.outcome ?? "running", ...end };
}
