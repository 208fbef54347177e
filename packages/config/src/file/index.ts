export { type AgentFileSchemaOptions, agentFileSchema } from "./agent-file-schema.ts";
export { type ConfigFileProblem, formatFileProblems } from "./config-file-problem.ts";
export type { ConfigChange } from "./diff/config-change.ts";
export { type AgentConfigDiff, diffAgentConfig } from "./diff/diff-agent-config.ts";
export type { ConfigFileLimits } from "./file-limits.ts";
export {
  type LoadAgentConfigOptions,
  loadAgentConfig,
  type ParseAgentConfigOptions,
  parseAgentConfig,
} from "./load-agent-config.ts";
export type { LoadedAgentConfig } from "./loaded-agent-config.ts";
export type { GivenParts } from "./parts/assemble.ts";
export type { FindProvider, FindTool } from "./parts/assemble-context.ts";
export type { ImportModule } from "./parts/import-export.ts";
export {
  type RouteData,
  type RoutingPolicyData,
  type RoutingPolicyEnvironmentOptions,
  type RoutingPolicyFileOptions,
  routingPolicyFromEnvironment,
  routingPolicyFromFile,
  routingPolicyFromObject,
} from "./routing-policy.ts";
export type { Environment } from "./values/file-environment.ts";
