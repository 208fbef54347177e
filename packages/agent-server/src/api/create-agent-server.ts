import {
  type Clock,
  type Closable,
  redactLogger,
  silentLogger,
  systemClock,
  throwIfAborted,
} from "@pergola/core";
import type { FastifyInstance } from "fastify";
import { createAgentDirectory } from "../domain/agent-directory.ts";
import { createFlowDirectory } from "../domain/flow-directory.ts";
import { resolveLimits, type ServerLimits } from "../domain/server-limits.ts";
import { serverErrors } from "../errors.ts";
import { FlowTraces } from "../repositories/flow-traces.ts";
import { LiveRuns } from "../repositories/live-runs.ts";
import { OpenSockets } from "../repositories/open-sockets.ts";
import { ChatService } from "../services/chat-service.ts";
import { FlowService } from "../services/flow-service.ts";
import { FlowWatches } from "../services/flow-watches.ts";
import { LogWatches, type LogWatchesOptions } from "../services/log-watches.ts";
import { RunLogService } from "../services/run-log-service.ts";
import { RunService } from "../services/run-service.ts";
import { SessionService } from "../services/session-service.ts";
import { type AgentServerOptions, checkOptions } from "./agent-server-options.ts";
import { buildApp } from "./build-app.ts";
import { listen, portOf } from "./listen.ts";
import { trackAnswers } from "./open-answers.ts";
import { requireAssets } from "./routes/page-routes.ts";
import { createConnectionIdentities } from "./security/connection-identities.ts";
import { createGivenIdentities } from "./security/given-identities.ts";
import { createHostRule } from "./security/host-rule.ts";
import type { Identities } from "./security/identities.ts";
import { createServerToken } from "./security/server-token.ts";
import type { ServerContext } from "./server-context.ts";
import { shutDown } from "./shut-down.ts";

/** Agents behind an HTTP API. */
export interface AgentServer extends Closable {
  /** For example `http://127.0.0.1:8000`. @throws NOT_LISTENING */
  readonly url: string;
  /**
   * Starts the agents and opens the port. A signal that fires later closes the server.
   *
   * @returns the url
   * @throws TOKEN_REQUIRED, PORT_IN_USE, LISTEN_FAILED, what starting an agent threw, or the signal's reason
   */
  listen(options?: { readonly signal?: AbortSignal }): Promise<string>;
  /** Handles a request without a socket, as Fastify's `inject` does. */
  readonly inject: FastifyInstance["inject"];
  /** Takes no more requests, lets runs finish for `limits.shutdownTimeoutMs`, stops the others, and closes. */
  close(): Promise<void>;
}

/** @throws INVALID_SERVER_OPTIONS, ASSETS_MISSING */
export function createAgentServer(options: AgentServerOptions): AgentServer {
  const { host = "127.0.0.1", port = 8000, allowedHosts = [], assetsDirectory } = options;
  checkOptions(options);
  requireAssets(assetsDirectory);
  const context = createContext(options);
  const token = options.token === undefined ? undefined : createServerToken(options.token);
  const isOwnHost = createHostRule({ host, allowedHosts, port: () => portOf(app) ?? boundPort ?? port });
  const app: FastifyInstance = buildApp(context, { isOwnHost, token }, { assetsDirectory, token });
  const answers = trackAnswers(app);
  let url: string | undefined;
  let boundPort: number | undefined;
  let closing: Promise<void> | undefined;

  const close = () => {
    url = undefined;
    closing ??= shutDown(app, answers, context);
    return closing;
  };
  return {
    get url() {
      if (url === undefined) throw notListening();
      return url;
    },
    async listen({ signal } = {}) {
      throwIfAborted(signal);
      url = await listen(app, {
        host,
        port,
        isGuarded: token !== undefined || options.identify !== undefined,
      });
      boundPort = portOf(app);
      signal?.addEventListener("abort", () => void close(), { once: true });
      if (signal?.aborted) await close();
      throwIfAborted(signal);
      return url;
    },
    inject: app.inject.bind(app) as FastifyInstance["inject"],
    close,
    [Symbol.asyncDispose]: close,
  };
}

function createContext(options: AgentServerOptions): ServerContext {
  const { clock = systemClock, notices = {}, flowInputs = {} } = options;
  const limits = resolveLimits(options.limits);
  const agents = createAgentDirectory(options.agents);
  const live = new LiveRuns(limits);
  const runs = new RunService(agents, live);
  const chats = new ChatService(agents, runs);
  const sessions = new SessionService(agents, live);
  const sockets = new OpenSockets(limits, clock);
  const startedAt = Math.floor(clock.now() / 1_000);
  const logger = redactLogger(options.logger ?? silentLogger);
  return {
    agents,
    runs,
    runLog: new RunLogService(agents),
    chats,
    sessions,
    identities: createIdentities(options, { clock, limits }),
    ...createFlowContext(options, limits, clock),
    ...createTelemetryContext(options, { limits, clock, logger }),
    sockets,
    limits,
    logger,
    clock,
    startedAt,
    notices,
    flowInputs,
  };
}

function createIdentities(
  { identify, token }: AgentServerOptions,
  seams: { readonly clock: Clock; readonly limits: ServerLimits },
): Identities {
  if (identify !== undefined) return createGivenIdentities(identify, seams);
  return createConnectionIdentities({ hasToken: token !== undefined });
}

function createFlowContext({ flows: given = [] }: AgentServerOptions, limits: ServerLimits, clock: Clock) {
  const flows = createFlowDirectory(given);
  const traces = new FlowTraces(limits);
  const flowService = new FlowService(flows, traces, clock);
  const watches = new FlowWatches(flows, flowService, { traces, clock, limits });
  return { flows, flowService, watches };
}

function createTelemetryContext(
  { metrics, logs }: AgentServerOptions,
  seams: Omit<LogWatchesOptions, "logs">,
) {
  return {
    metrics,
    logWatches: new LogWatches({ logs, ...seams }),
    serves: [...(logs ? ["logs" as const] : []), ...(metrics ? ["metrics" as const] : [])],
  };
}

function notListening() {
  return serverErrors.create("NOT_LISTENING", {
    message: "The server has no url: it does not listen.",
    hint: "await server.listen() first; it returns the url.",
  });
}
