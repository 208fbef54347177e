import type { AgentConfig, StateDefinition } from "@pergola/config";
import type { GraphDescription } from "@pergola/core";
import type { BreakerSnapshot, Memory, ResourceAt, Storage } from "@pergola/resources";
import type { ToolCatalog } from "@pergola/tools";
import type { AgentGraph } from "../build/compile-graph.ts";
import type { AgentLog } from "../logging/agent-log.ts";
import { loggingNotConfigured } from "../logging/logging-not-configured.ts";
import { notConfigured } from "../not-configured.ts";
import type { RunLog, RunLogQuery } from "../run-log/run-log-query.ts";
import type { AgentSummary, SummaryQuery } from "../run-log/summary-query.ts";
import type { LiveParts } from "./live-parts.ts";

/** What can be asked of an agent without running it. */
export class DescribedAgent {
  readonly #live: LiveParts;

  /** @internal */
  constructor(live: LiveParts) {
    this.#live = live;
  }

  /** Also the `agentId` of everything it stores. */
  get name(): string {
    return this.#live.now.definition.name;
  }

  get version(): string {
    return this.#live.now.definition.version;
  }

  get description(): string | undefined {
    return this.#live.now.definition.description;
  }

  get definition(): AgentConfig {
    return this.#live.now.definition;
  }

  /** The state's schema, with `messages` if a step needs them. */
  get stateSchema(): StateDefinition {
    return this.#live.now.stateSchema;
  }

  /** The compiled LangGraph: compose it, draw it, run it raw. */
  get graph(): AgentGraph {
    return this.#live.now.graph;
  }

  /**
   * What it remembers: conversations, and vectors if it has a vector store; each call says whose.
   *
   * @throws MEMORY_NOT_CONFIGURED, AGENT_NOT_STARTED, AGENT_CLOSED; VECTOR_STORE_NOT_CONFIGURED where `vectors` is read
   */
  get memory(): Memory {
    return this.#live.now.memory.of(this.resource("memory"));
  }

  /** The files of its users; each call says whose. @throws STORAGE_NOT_CONFIGURED, AGENT_NOT_STARTED, AGENT_CLOSED */
  get storage(): Storage {
    return this.resource("storage");
  }

  /** What its models may call. @throws TOOLS_NOT_CONFIGURED */
  get tools(): ToolCatalog {
    const { tools } = this.#live.now;
    if (tools.names.length === 0) throw notConfigured("tools");
    return tools;
  }

  /**
   * A started resource, as the program that owns the agent sees it: not bound to any user. Steps and tools use
   * `run.resource(key)`.
   *
   * @throws RESOURCE_NOT_FOUND, AGENT_NOT_STARTED, AGENT_CLOSED, what `agent.memory` and `agent.storage` throw
   */
  resource<Key extends string>(key: Key): ResourceAt<Key> {
    if (key === "tools") return this.tools as object as ResourceAt<Key>;
    this.#live.assertOpen();
    return this.#live.now.resources.require(key);
  }

  /** The same as `resource(key)`, by the name that the steps of a workflow know. */
  getResource<Key extends string>(key: Key): ResourceAt<Key> {
    return this.resource(key);
  }

  /**
   * The stored runs of a user, the last one first, each with all that its stream told but text. A run that is under way has
   * no events yet; one whose process died is `interrupted`, with those until it was suspended, if it was.
   *
   * @param query which runs: of a user (default the in-process one), a session, an id, how they stand or ended, a time; 50 on a page, at most 200
   * @throws INVALID_CALL_OPTIONS, INVALID_SCOPE, BAD_CURSOR, MEMORY_NOT_CONFIGURED, AGENT_NOT_STARTED, AGENT_CLOSED
   */
  async runLog(query: RunLogQuery = {}): Promise<RunLog> {
    const { readRunLog } = await import("../run-log/read-run-log.ts");
    return readRunLog(this.memory, this.name, query);
  }

  /**
   * Figures of the last hours: runs and their outcomes, success rate, p50/p95/p99, errors, tokens, cost, per step and per
   * resource. Of all users, as metrics among its observers have counted them since they were made; of one user, or without
   * such metrics, as the stored runs tell.
   *
   * @param query `hours` 1–168, default 24; whose runs, default those of the in-process user
   * @throws INVALID_CALL_OPTIONS, INVALID_SCOPE, MEMORY_NOT_CONFIGURED, AGENT_NOT_STARTED, AGENT_CLOSED; the signal's reason
   */
  async summary(query: SummaryQuery = {}): Promise<AgentSummary> {
    const { readSummary } = await import("../run-log/read-summary.ts");
    return readSummary(this.#live.now, () => this.memory, query);
  }

  /** The log of the definition's `logging`: lines to read while they are written, and how its outputs do. @throws LOGGING_NOT_CONFIGURED */
  get log(): AgentLog {
    const { log } = this.#live.now;
    if (log === undefined) throw loggingNotConfigured(this.name);
    return log.shown;
  }

  /** How the breakers are doing of the models and storages that runs have used, as data. */
  breakers(): readonly BreakerSnapshot[] {
    return this.#live.now.resources.breakerSnapshots();
  }

  /** The steps as a graph, for drawing. */
  describe(): GraphDescription {
    return this.#live.now.description;
  }

  /** The resources and what they need of each other as a graph, for drawing. */
  describeResources(): GraphDescription {
    return this.#live.now.resources.describe();
  }

  /** The model that answers, in a line: which one, and where data goes. */
  describeModel(): string {
    return this.#live.now.llm.describe();
  }
}
