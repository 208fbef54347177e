import type { AgentConfig, InitialValues, StateDefinition } from "@pergola/config";
import type { Clock, GraphDescription, InFlight, Logger } from "@pergola/core";
import type {
  BudgetLedger,
  LangChainMessages,
  LlmResource,
  ModelReference,
  ProviderContext,
  ProviderRegistry,
} from "@pergola/resources";
import type { ToolCatalog, ToolSlots } from "@pergola/tools";
import type { AgentGraph } from "../build/compile-graph.ts";
import type { InstalledProviders } from "../build/installed-providers.ts";
import type { SharedServices } from "../build/shared-services.ts";
import type { OpenLog } from "../logging/open-log.ts";
import type { PromptRunner } from "../prompt/prompt-runner.ts";
import type { AgentResources } from "../resources/agent-resources.ts";
import type { Observers } from "../run/observers.ts";
import type { StepLoop } from "../run/run-steps.ts";
import type { MadeStep } from "../step/made-step.ts";
import type { AgentMemory } from "./agent-memory.ts";

/** What `build()` makes and an Agent holds. */
export interface AgentParts {
  readonly definition: AgentConfig;
  /** The state with `messages`, if a step needs them. */
  readonly stateSchema: StateDefinition;
  readonly graph: AgentGraph;
  readonly steps: readonly MadeStep[];
  readonly initialValues: InitialValues | undefined;
  /** Runs the steps without LangGraph; absent for an agent that asks something of LangGraph. */
  readonly loop: StepLoop | undefined;
  /** LangSmith or LangChain's console output is on. */
  readonly isTracing: boolean;
  /** That the steps call; undefined is the agent's own. */
  readonly models: readonly (ModelReference | undefined)[];
  /** Where sessions and users are counted. @throws AGENT_NOT_STARTED */
  readonly ledger: () => BudgetLedger;
  /** Counts them as long as the process lives, if nothing else does. */
  readonly ownLedger: BudgetLedger;
  /** Retries that one run may spend. */
  readonly retries: number;
  /** Supersteps that a run may take, unless the call has limits of its own. */
  readonly recursionLimit: number;
  readonly description: GraphDescription;
  readonly llm: LlmResource;
  readonly tools: ToolCatalog;
  /** Keeps them to their `concurrency`, before and after a reload, and in prompts. */
  readonly toolSlots: ToolSlots;
  /** Opened with the agent, and shared with what is a part of it. */
  readonly resources: AgentResources;
  readonly memory: AgentMemory;
  /** What was looked for among the packages of the project. */
  readonly installed: InstalledProviders;
  readonly providers: ProviderRegistry;
  readonly prompts: PromptRunner;
  /** Runs that have not settled yet, with those of prompts: close() waits for them. */
  readonly running: InFlight;
  readonly classes: LangChainMessages;
  readonly logger: Logger;
  /** What the definition's `logging` has made; closed with the agent. */
  readonly log: OpenLog | undefined;
  /** Who is told of the events of every run. */
  readonly observers: Observers | undefined;
  readonly clock: Clock;
  /** What providers see of the environment. */
  readonly env: ProviderContext["env"];
  /** What that was when the parts were made. */
  readonly variables: ProviderContext["env"];
  /** A definition as `rebuild` takes it: with the steps that one without any gets. */
  readonly complete: (definition: AgentConfig) => AgentConfig;
  /** Looks another definition through, as if an agent of its own were built of it. @throws INVALID_AGENT_CONFIG */
  readonly check: (next: Omit<NextDefinition, "shared">) => Promise<void>;
  /** Makes the parts of another definition, beside these. @throws what `build()` throws */
  readonly rebuild: (next: NextDefinition) => Promise<AgentParts>;
}

export interface NextDefinition {
  readonly definition: AgentConfig;
  readonly env: ProviderContext["env"];
  /** What of these parts goes on. */
  readonly shared: SharedServices;
}
