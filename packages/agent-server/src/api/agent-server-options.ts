import type { Clock, Logger } from "@pergola/core";
import type { ServedAgent } from "../domain/served-agent.ts";
import type { ServedFlow } from "../domain/served-flow.ts";
import type { ServedLogs, ServedMetrics } from "../domain/served-telemetry.ts";
import type { ServerLimits } from "../domain/server-limits.ts";
import { serverErrors } from "../errors.ts";
import type { Identify } from "./security/identity.ts";

export interface AgentServerOptions {
  /** The agents to serve, by their names. The server starts them and leaves closing them to you. */
  readonly agents: readonly ServedAgent[];
  /** The flows to serve, by their names. The server starts them and leaves stopping them to you. Default: none. */
  readonly flows?: readonly ServedFlow[];
  /** Inputs for forms to begin with, by flow name. Default: none. */
  readonly flowInputs?: Readonly<Record<string, unknown>>;
  /** Address to listen on. Default `127.0.0.1`; one that others can reach needs a token, or `identify`. */
  readonly host?: string;
  /** Default 8000; 0 picks a free one. */
  readonly port?: number;
  /** Who does not bring it gets 401. Default: none. */
  readonly token?: string;
  /** Tells who makes a request, in the place of the page's cookie; with a token it is asked after that. Default: none. */
  readonly identify?: Identify;
  /** `Host` headers, with their port, by which a proxy in front calls this server. Default: none. */
  readonly allowedHosts?: readonly string[];
  /** Folder of a built page, served at `/`. Default: none, API only. */
  readonly assetsDirectory?: string;
  /** A sentence for pages to show, by agent name: for example how to get a real model. */
  readonly notices?: Readonly<Record<string, string>>;
  /** Figures for `GET /metrics` and pages: `createMetrics()` of `@pergola/observability`. Default: none. */
  readonly metrics?: ServedMetrics;
  /** The log for pages: `liveLog({ level: "debug" })` of `@pergola/observability`. Default: none. */
  readonly logs?: ServedLogs;
  readonly limits?: Partial<ServerLimits>;
  /** Default: silent. */
  readonly logger?: Logger;
  /** For heartbeats, slow clients, shutdown and time stamps. Default: the system's. */
  readonly clock?: Clock;
}

const MAX_PORT = 65_535;

/** @throws INVALID_SERVER_OPTIONS */
export function checkOptions({ port, token, identify }: AgentServerOptions): void {
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= MAX_PORT)) {
    throw invalid(`port is ${port}; expected a whole number from 0 to ${MAX_PORT}.`);
  }
  if (token !== undefined && !/^[!-~]+$/.test(token)) {
    throw invalid("token is empty or has spaces or other characters that a header cannot carry.");
  }
  if (identify !== undefined && typeof identify !== "function") {
    throw invalid(`identify is ${typeof identify}; expected a function of the request.`);
  }
}

function invalid(message: string) {
  return serverErrors.create("INVALID_SERVER_OPTIONS", {
    message,
    hint: "Correct it, or leave it out for the default.",
  });
}
