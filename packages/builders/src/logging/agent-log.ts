import type { DeliveryStats, LiveLogClient, LiveLogSubscription } from "@pergola/observability";

/** The log that a definition's `logging` asks for. */
export interface AgentLog {
  /**
   * Reads lines from now on. A server takes the log for its pages: `createAgentServer({ logs: agent.log })`.
   *
   * @throws LOG_CLIENTS_FULL, OBSERVABILITY_OPTION_INVALID; LOGGING_NOT_CONFIGURED where `logging.stream` is false
   */
  subscribe(options?: LiveLogSubscription): LiveLogClient;
  /** How `console`, `file` and `live` are doing: what they wrote and what they dropped. */
  outputs(): Readonly<Record<string, DeliveryStats>>;
}
