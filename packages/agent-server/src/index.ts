export type { AgentServerOptions } from "./api/agent-server-options.ts";
export { type AgentServer, createAgentServer } from "./api/create-agent-server.ts";
export type { ErrorEnvelope } from "./api/errors/error-envelope.ts";
export type { Identify, Identity, IdentityRequest } from "./api/security/identity.ts";
export type { ServedAgent, ServedInput } from "./domain/served-agent.ts";
export type { ServedFlow } from "./domain/served-flow.ts";
export type { ServedLogs, ServedMetrics } from "./domain/served-telemetry.ts";
export { DEFAULT_LIMITS, type ServerLimits } from "./domain/server-limits.ts";
export { serverErrors } from "./errors.ts";
