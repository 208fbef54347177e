import type { RetryPolicy } from "@pergola/core";
import type { StepEntry } from "@pergola/core-steps";
import type { FallbackSettings, ModelReference, ProviderFactory } from "@pergola/resources";
import type { Tool } from "@pergola/tools";
import type { AgentBreaker } from "./agent-breaker.ts";
import type { AgentBudget } from "./agent-budget.ts";
import type { AgentLogging } from "./agent-logging.ts";
import type { GraphSettings } from "./graph-settings.ts";
import type { AgentLimits } from "./limits.ts";
import type { MemorySettings } from "./memory-settings.ts";
import type { ResourceReference, StorageReference } from "./resource-reference.ts";
import type { StateDefinition } from "./state/state-definition.ts";

/** What an agent is made of. Pure data. */
export interface AgentConfigData {
  /** Also the `agentId` of everything that it stores. Default `agent`. */
  readonly name: string;
  /** Semantic version. Default `0.0.0`. */
  readonly version: string;
  readonly description?: string;
  readonly stateSchema: StateDefinition;
  /** Run one after the other. */
  readonly steps: readonly StepEntry[];
  readonly llm?: ModelReference;
  readonly tools: readonly Tool[];
  readonly memory: MemorySettings;
  /** Where files live. Default: the agent has no storage. */
  readonly storage?: StorageReference;
  /** Further resources by key, flat and independent, in order of start. */
  readonly resources: Readonly<Record<string, ResourceReference>>;
  readonly providers: readonly ProviderFactory[];
  readonly limits: AgentLimits;
  readonly graph: GraphSettings;
  /** How failing model calls are retried. Default: the llm resource's own. */
  readonly retry?: RetryPolicy;
  /** When a failing model or storage is left alone for a while. Default of models: after 5 failures in a row, for 30 s. */
  readonly breaker?: AgentBreaker;
  /** What runs may spend, and what models cost. Default: no limits. */
  readonly budget?: AgentBudget;
  /** What is logged, and where to. Default: nothing but what the program's own logger and observers make of it. */
  readonly logging?: AgentLogging;
  /** When the next model of a list is asked. */
  readonly fallback?: FallbackSettings;
}
