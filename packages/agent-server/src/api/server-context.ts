import type { Clock, Logger } from "@pergola/core";
import type { AgentDirectory } from "../domain/agent-directory.ts";
import type { FlowDirectory } from "../domain/flow-directory.ts";
import type { ServedMetrics } from "../domain/served-telemetry.ts";
import type { ServerLimits } from "../domain/server-limits.ts";
import type { OpenSockets } from "../repositories/open-sockets.ts";
import type { ChatService } from "../services/chat-service.ts";
import type { FlowService } from "../services/flow-service.ts";
import type { FlowWatches } from "../services/flow-watches.ts";
import type { LogWatches } from "../services/log-watches.ts";
import type { RunLogService } from "../services/run-log-service.ts";
import type { RunService } from "../services/run-service.ts";
import type { SessionService } from "../services/session-service.ts";
import type { Identities } from "./security/identities.ts";

/** What the routes work with. */
export interface ServerContext {
  readonly agents: AgentDirectory;
  readonly runs: RunService;
  readonly runLog: RunLogService;
  readonly chats: ChatService;
  readonly sessions: SessionService;
  readonly flows: FlowDirectory;
  readonly flowService: FlowService;
  readonly watches: FlowWatches;
  readonly sockets: OpenSockets;
  readonly metrics: ServedMetrics | undefined;
  readonly logWatches: LogWatches;
  /** Which pages there are besides. */
  readonly serves: readonly ("logs" | "metrics")[];
  readonly identities: Identities;
  readonly limits: ServerLimits;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Epoch seconds. */
  readonly startedAt: number;
  /** What pages say about an agent, by its name. */
  readonly notices: Readonly<Record<string, string>>;
  /** What forms begin with, by flow name. */
  readonly flowInputs: Readonly<Record<string, unknown>>;
}
