import type { BaseCheckpointSaver } from "@langchain/langgraph";
import type { RetryPolicy } from "@pergola/core";
import type { StepEntry } from "@pergola/core-steps";
import type { FallbackSettings, ModelReference, ProviderFactory } from "@pergola/resources";
import type { Tool } from "@pergola/tools";
import type { AgentBreaker } from "./agent-breaker.ts";
import type { AgentBudget } from "./agent-budget.ts";
import type { AgentConfigData } from "./agent-config-data.ts";
import type { AgentConfigProblem } from "./agent-config-problem.ts";
import { checkKinds, configParts, findProblems, unknownParts } from "./agent-config-problems.ts";
import type { AgentLogging } from "./agent-logging.ts";
import { coveredSettings, withCoveredSettings } from "./covered-settings.ts";
import type { GraphSettings } from "./graph-settings.ts";
import type { AgentLimits } from "./limits.ts";
import type { MemorySettings } from "./memory-settings.ts";
import type { ResourceReference, StorageReference } from "./resource-reference.ts";
import { shownDefinition } from "./shown-definition.ts";
import { isPlain } from "./shown-value.ts";
import { DefaultState } from "./state/default-state.ts";
import type { StateDefinition } from "./state/state-definition.ts";

const DEFAULTS: AgentConfigData = {
  name: "agent",
  version: "0.0.0",
  stateSchema: DefaultState,
  steps: [],
  tools: [],
  memory: { type: "none" },
  resources: {},
  providers: [],
  limits: {},
  graph: {},
};

/** Node's `util.inspect` looks for it. */
const INSPECT: unique symbol = Symbol.for("nodejs.util.inspect.custom");

type Inspect = (value: unknown, options: object) => string;

export interface AgentConfig extends AgentConfigData {}

/** An immutable agent definition: every `with…` gives a new one. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor sets every part of AgentConfigData
export class AgentConfig {
  /** Names that do not belong here; `validate()` tells of them. */
  #unknown: readonly string[];

  /**
   * @param data parts that are undefined count as left out
   * @throws INVALID_AGENT_CONFIG for a part of the wrong kind, such as `steps` that is no list
   */
  constructor(data: Partial<AgentConfigData> = {}) {
    const given = Object.entries(data).filter(([, value]) => value !== undefined);
    const all: AgentConfigData = { ...DEFAULTS, ...Object.fromEntries(given) };
    checkKinds(all);
    for (const part of configParts()) Object.assign(this, { [part]: frozen(part, all[part]) });
    this.#unknown = unknownParts(data);
    Object.freeze(this);
  }

  /** For people and logs, not to be read back: without its secrets, and with what is live named by its kind. */
  toJSON(): Record<string, unknown> {
    return shownDefinition(this);
  }

  /** The same for Node's `util.inspect` and `console.log`. */
  [INSPECT](_: number, options: object, inspect: Inspect): string {
    return `AgentConfig ${inspect(this.toJSON(), options)}`;
  }

  /** This definition with some parts replaced. */
  with(changes: Partial<AgentConfigData>): AgentConfig {
    const next = new AgentConfig({ ...this, ...changes });
    next.#unknown = [...this.#unknown, ...next.#unknown];
    return next;
  }

  withName(name: string): AgentConfig {
    return this.with({ name });
  }

  withVersion(version: string): AgentConfig {
    return this.with({ version });
  }

  withDescription(description: string): AgentConfig {
    return this.with({ description });
  }

  withStateSchema(stateSchema: StateDefinition): AgentConfig {
    return this.with({ stateSchema });
  }

  /** Adds a step after the others. */
  withStep(entry: StepEntry): AgentConfig {
    return this.with({ steps: [...this.steps, entry] });
  }

  /** Adds steps after the others. What is no list is named by the constructor. */
  withSteps(entries: readonly StepEntry[]): AgentConfig {
    return this.with({ steps: Array.isArray(entries) ? [...this.steps, ...entries] : entries });
  }

  withLlm(llm: ModelReference): AgentConfig {
    return this.with({ llm });
  }

  /** Adds tools. What is no list is named by the constructor. */
  withTools(tools: readonly Tool[]): AgentConfig {
    return this.with({ tools: Array.isArray(tools) ? [...this.tools, ...tools] : tools });
  }

  withMemory(memory: MemorySettings): AgentConfig {
    return this.with({ memory });
  }

  withStorage(storage: StorageReference): AgentConfig {
    return this.with({ storage });
  }

  /** Adds a resource under a key of its own, or replaces the one that is there. */
  withResource(key: string, reference: ResourceReference): AgentConfig {
    return this.with({ resources: { ...this.resources, [key]: reference } });
  }

  /** Adds a provider. */
  withProvider(provider: ProviderFactory): AgentConfig {
    return this.with({ providers: [...this.providers, provider] });
  }

  /** Sets some limits, keeping the others. */
  withLimits(limits: AgentLimits): AgentConfig {
    return this.with({ limits: { ...this.limits, ...limits } });
  }

  /** Sets some settings of the graph, keeping the others. */
  withGraph(graph: GraphSettings): AgentConfig {
    return this.with({ graph: { ...this.graph, ...graph } });
  }

  /** Any LangGraph saver. */
  withCheckpointer(checkpointer: BaseCheckpointSaver): AgentConfig {
    return this.withGraph({ checkpointer });
  }

  /** How failing model calls are retried. */
  withRetry(retry: RetryPolicy): AgentConfig {
    return this.with({ retry });
  }

  /** When a failing model or storage is left alone for a while. */
  withBreaker(breaker: AgentBreaker): AgentConfig {
    return this.with({ breaker });
  }

  /** What runs may spend, and what models cost; parts that are there already stay. */
  withBudget(budget: AgentBudget): AgentConfig {
    return this.with({ budget: { ...this.budget, ...budget } });
  }

  /** What is logged, and where to; parts that are there already stay. */
  withLogging(logging: AgentLogging): AgentConfig {
    return this.with({ logging: { ...this.logging, ...logging } });
  }

  /** When the next model of a list is asked. */
  withFallback(fallback: FallbackSettings): AgentConfig {
    return this.with({ fallback });
  }

  /** Every defect that can be seen without the step types, each with its path and what to do. */
  validate(): readonly AgentConfigProblem[] {
    return findProblems(this, this.#unknown);
  }
}

/** Parts in which settings of providers may have keys. */
const WITH_SETTINGS: ReadonlySet<keyof AgentConfigData> = new Set(["llm", "storage", "resources", "steps"]);

function frozen(part: keyof AgentConfigData, given: unknown): unknown {
  if (part === "memory" && isPlain(given)) return coveredSettings(given);
  const value = WITH_SETTINGS.has(part) ? withCoveredSettings(given) : given;
  return Array.isArray(value) ? Object.freeze([...value]) : value;
}
