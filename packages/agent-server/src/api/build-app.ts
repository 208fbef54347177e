import type { Logger } from "@pergola/core";
import Fastify, { type FastifyInstance } from "fastify";
import type { ServerLimits } from "../domain/server-limits.ts";
import { acceptOnlyJson } from "./body/json-body.ts";
import { sendError } from "./errors/send-error.ts";
import "./errors/route-config.ts";
import { answerBrokenRequest } from "./errors/broken-request.ts";
import { agentHealthRoute } from "./routes/agent-health-route.ts";
import { agentsRoutes } from "./routes/agents-routes.ts";
import { chatCompletionsRoute } from "./routes/chat-completions-route.ts";
import { flowsRoutes } from "./routes/flows-routes.ts";
import { healthRoutes } from "./routes/health-routes.ts";
import { logsRoute } from "./routes/logs-route.ts";
import { metricsRoutes } from "./routes/metrics-routes.ts";
import { modelsRoutes } from "./routes/models-routes.ts";
import { type PageOptions, pageRoutes } from "./routes/page-routes.ts";
import { runLogRoutes } from "./routes/run-log-routes.ts";
import { runsRoutes } from "./routes/runs-routes.ts";
import { sessionsRoutes } from "./routes/sessions-routes.ts";
import { type GuardOptions, guardRequests } from "./security/guard-requests.ts";
import type { ServerContext } from "./server-context.ts";
import { SOCKET_PATH, socketRoute } from "./socket/socket-route.ts";

/** Longest part of a path, percent-encoding included. */
const MAX_PATH_PART_CHARS = 4_096;
/** How often Node looks for requests that take too long to arrive, in milliseconds, at most. */
const MAX_CHECK_INTERVAL_MS = 5_000;

/** The HTTP application: guards first, then the routes. */
export function buildApp(
  context: ServerContext,
  guards: Omit<GuardOptions, "identities">,
  page: Omit<PageOptions, "identities">,
): FastifyInstance {
  const app = createApp(context.limits, context.logger);
  // An Expect that Node does not know would be an answer without a body.
  app.server.on("checkExpectation", (request, response) => app.routing(request, response));
  guardRequests(app, { ...guards, identities: context.identities });
  acceptOnlyJson(app);
  app.setErrorHandler((thrown, request, reply) => sendError(thrown, request, reply, context.logger));
  healthRoutes(app);
  modelsRoutes(app, context);
  agentsRoutes(app, context);
  chatCompletionsRoute(app, context);
  runsRoutes(app, context);
  runLogRoutes(app, context);
  sessionsRoutes(app, context);
  flowsRoutes(app, context);
  metricsRoutes(app, context);
  logsRoute(app, context);
  agentHealthRoute(app, context);
  socketRoute(app, context);
  app.register(async (scope) => pageRoutes(scope, { ...page, identities: context.identities }));
  app.addHook("onReady", async () => {
    context.logWatches.start();
    for (const flow of context.flows.all) flow.run();
    await Promise.all(context.agents.all.map((agent) => agent.start()));
  });
  return app;
}

function createApp({ maxBodyBytes, requestTimeoutMs }: ServerLimits, logger: Logger): FastifyInstance {
  return Fastify({
    logger: false,
    bodyLimit: maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    http: {
      // Node swaps the two when this one is the larger.
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: Math.min(requestTimeoutMs, MAX_CHECK_INTERVAL_MS),
      // The guard refuses it, with a code.
      requireHostHeader: false,
      // Elsewhere a wish for another protocol is passed over, as HTTP allows.
      shouldUpgradeCallback: ({ url }) => url?.split("?", 1)[0] === SOCKET_PATH,
    },
    forceCloseConnections: "idle",
    return503OnClosing: false,
    requestIdHeader: false,
    genReqId: () => crypto.randomUUID(),
    routerOptions: { maxParamLength: MAX_PATH_PART_CHARS },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => sendError(error, request, reply, logger),
  });
}
