import {
  type AgentBreaker,
  type AgentBudget,
  AgentConfig,
  type AgentLimits,
  type AgentLogging,
  type DefaultState,
  type GraphSettings,
  type MemorySettings,
  type ResourceReference,
  type StateDefinition,
  type StateInputOf,
  type StateOf,
  type StorageReference,
} from "@pergola/config";
import { type RetryPolicy, type RunObserver, throwIfAborted } from "@pergola/core";
import type {
  AnyStepStrategy,
  CheckedConfig,
  CheckedSteps,
  NestedStep,
  StepConfigMap,
  StepEntry,
} from "@pergola/core-steps";
import type { StageEntry, StepPlace, Workflow } from "@pergola/pipeline";
import type { Plugin } from "@pergola/plugins";
import type {
  ConversationStore,
  FallbackSettings,
  ModelReference,
  ProviderFactory,
  ResourceDefinition,
} from "@pergola/resources";
import { DEFAULT_LLM_PROVIDER } from "@pergola/resources/definition";
import { defineTool, fromLangChainTool, type LangChainTool, type Tool } from "@pergola/tools";
import type { z } from "zod";
import type { Agent } from "./agent/agent.ts";
import { closeAfterFailure } from "./agent/close-after-failure.ts";
import { AgentBuilderDirector } from "./build/director.ts";
import type { DirectorOptions } from "./build/director-options.ts";
import { withContributions } from "./build/given-plugins.ts";
import { llmReference } from "./build/llm-reference.ts";
import { withWorkflowStep } from "./build/with-workflow-step.ts";
import { isLangChainTool } from "./langchain-tools.ts";
import { resourceReference } from "./resources/resource-reference.ts";

/** Config of a step type: checked by the compiler for types known by name, at build for others. */
export type StepConfigOf<Type, State> = Type extends keyof StepConfigMap<State>
  ? StepConfigMap<State>[Type]
  : Readonly<Record<string, unknown>>;

/** Composes an agent. Immutable: every `with…` gives a new builder. */
export class AgentBuilder<Definition extends StateDefinition = typeof DefaultState> {
  /** The definition so far, as `AgentBuilderDirector` takes it. */
  readonly config: AgentConfig;
  readonly #options: DirectorOptions;

  constructor(stateSchema?: Definition | AgentConfig, options: DirectorOptions = {}) {
    this.config =
      stateSchema instanceof AgentConfig ? stateSchema : new AgentConfig(stateSchema && { stateSchema });
    this.#options = options;
  }

  /** Adds a step: a type's name or a strategy, and its config. */
  withStep<Type extends string | AnyStepStrategy, const Config>(
    type: Type,
    config: CheckedConfig<Type, StateOf<Definition>, Config, StepConfigOf<Type, StateOf<Definition>>>,
  ): AgentBuilder<Definition> {
    // What the compiler has checked is data like any other from here on.
    return this.#with(this.config.withStep({ step: type, config: config as Record<string, unknown> }));
  }

  /**
   * Adds a workflow (`defineWorkflow` of `@pergola/pipeline`) as a step: its steps run in stages, in a loop until there is a
   * response, which is the answer.
   */
  withWorkflow(workflow: Workflow): AgentBuilder<Definition> {
    return this.#with(this.config.withStep({ step: "staged", config: { workflow, nodeName: "workflow" } }));
  }

  /**
   * Adds a step to the agent's workflow, which it begins if there is none: a function of the staged context, a step object,
   * or a step type with its config.
   *
   * @param place stages, else kind; default what the step says itself, else it is a prompt step and runs in think
   * @throws WORKFLOW_INVALID for what `withWorkflow` was given; else `build()` names what is wrong
   */
  step(step: StageEntry, place: StepPlace = {}): AgentBuilder<Definition> {
    return this.#with(withWorkflowStep(this.config, step, place));
  }

  /** The agent's `agentId`; conversations belong to it. Default `agent`. */
  withName(name: string): AgentBuilder<Definition> {
    return this.#with(this.config.withName(name));
  }

  withVersion(version: string): AgentBuilder<Definition> {
    return this.#with(this.config.withVersion(version));
  }

  withDescription(description: string): AgentBuilder<Definition> {
    return this.#with(this.config.withDescription(description));
  }

  /**
   * The agent's model: `"openai"` (a provider) and its config, `"openai:gpt-5-mini"`, a config object, or a ready model; or a
   * list of these: the first is preferred, the others are fallen back on in order. The config is for those named by a text.
   * Default: `"openai"`.
   */
  withLlm(
    model: ModelReference = DEFAULT_LLM_PROVIDER,
    config?: Readonly<Record<string, unknown>>,
  ): AgentBuilder<Definition> {
    return this.#with(this.config.withLlm(llmReference(model, config) ?? model));
  }

  /** Adds tools, ours or LangChain's. */
  withTools(tools: readonly (Tool | LangChainTool)[]): AgentBuilder<Definition> {
    // What is neither stays as it is, so that build() can name it with all other defects.
    const toOurs = (tool: Tool | LangChainTool) => (isLangChainTool(tool) ? fromLangChainTool(tool) : tool);
    return this.#with(this.config.withTools(Array.isArray(tools) ? tools.map(toOurs) : (tools as never)));
  }

  /** Adds a tool of a function. @throws TOOL_INVALID */
  tool<Input extends z.ZodObject, Output>(
    name: string,
    settings: Omit<Tool<Input, Output>, "name" | "execute">,
    execute: Tool<Input, Output>["execute"],
  ): AgentBuilder<Definition> {
    // A catalog holds tools of any input; each checks its own.
    return this.#with(this.config.withTools([defineTool({ ...settings, name, execute }) as Tool]));
  }

  /** Settings, or a ready store. */
  withMemory(memory: MemorySettings | ConversationStore): AgentBuilder<Definition> {
    return this.#with(
      this.config.withMemory(isStore(memory) ? { type: "conversation", provider: memory } : memory),
    );
  }

  /**
   * Where files live, each user's apart: a provider's name and its config, a provider, or a ready storage. By default on this
   * machine, in `./agent_files`.
   */
  withStorage(
    storage: StorageReference = "local",
    config?: Readonly<Record<string, unknown>>,
  ): AgentBuilder<Definition> {
    return this.#with(this.config.withStorage(resourceReference(storage, config)));
  }

  /**
   * A further resource under a key of its own, as `run.resource(key)` and `agent.resource(key)` give it: a provider's name
   * (`"storage/local"`; without a category the key is one) and its config, a provider, `defineResource(…)`, or a ready object.
   */
  withResource(
    key: string,
    resource: ResourceReference,
    config?: Readonly<Record<string, unknown>>,
  ): AgentBuilder<Definition>;
  /** The same for a definition, which has its key. */
  withResource(definition: ResourceDefinition): AgentBuilder<Definition>;
  withResource(
    key: string | ResourceDefinition,
    resource: ResourceReference = key,
    config?: Readonly<Record<string, unknown>>,
  ): AgentBuilder<Definition> {
    const name = typeof key === "string" ? key : String(key?.key);
    return this.#with(this.config.withResource(name, resourceReference(resource, config)));
  }

  /** Adds a provider: model ids and memory names resolve among these. */
  withProvider(provider: ProviderFactory): AgentBuilder<Definition> {
    return this.#with(this.config.withProvider(provider));
  }

  /** Adds what a plugin contributes: its providers and tools, and its step types by name. */
  withPlugin(plugin: Plugin): AgentBuilder<Definition> {
    const plugins = [...(this.#options.plugins ?? []), plugin];
    return new AgentBuilder<Definition>(withContributions(this.config, plugin), {
      ...this.#options,
      plugins,
    });
  }

  /** The same as `withPlugin`. */
  addPlugin(plugin: Plugin): AgentBuilder<Definition> {
    return this.withPlugin(plugin);
  }

  /** Adds who reads the events of every run: logs, metrics, spans. It stays open: who made it closes it. */
  withObserver(observer: RunObserver): AgentBuilder<Definition> {
    const observers = [...(this.#options.observers ?? []), observer];
    return new AgentBuilder<Definition>(this.config, { ...this.#options, observers });
  }

  /** Adds steps, in order. */
  withSteps<const Steps>(
    steps: CheckedSteps<StateOf<Definition>, Steps, readonly NestedStep<StateOf<Definition>>[]>,
  ): AgentBuilder<Definition> {
    return this.#with(this.config.withSteps(steps as readonly StepEntry[]));
  }

  /** Where runs are kept while they wait for an answer: any LangGraph saver. It stays open: its owner closes it. */
  withCheckpointer(checkpointer: GraphSettings["checkpointer"]): AgentBuilder<Definition> {
    return this.#with(this.config.withGraph({ checkpointer }));
  }

  /** Sets some of LangGraph's settings, keeping the others. */
  withGraphConfig(graph: GraphSettings): AgentBuilder<Definition> {
    return this.#with(this.config.withGraph(graph));
  }

  /** How failing model calls are tried again. A step has a `retry` of its own, which runs the whole step again. */
  withRetry(retry: RetryPolicy): AgentBuilder<Definition> {
    return this.#with(this.config.withRetry(retry));
  }

  /**
   * When a failing model is left alone for a while: after `failures` in a row no call goes to it for `resetMs`. The same for
   * storages, by key: `{ resources: { storage: { failures: 3 } } }`.
   */
  withBreaker(breaker: AgentBreaker): AgentBuilder<Definition> {
    return this.#with(this.config.withBreaker(breaker));
  }

  /**
   * What runs may spend, and what models cost; parts that are there already stay. A call that may need more than is left is
   * not made, and the run ends with outcome `budget`. Default: no limits.
   */
  withBudget(budget: AgentBudget): AgentBuilder<Definition> {
    return this.#with(this.config.withBudget(budget));
  }

  /**
   * What is logged, and where to: for people on the console, in the file `./logs/agent.jsonl`, and as a stream,
   * `agent.log.subscribe()`; `false` turns one off. Parts that are there already stay. Default: nothing is logged.
   */
  withLogging(logging: AgentLogging = {}): AgentBuilder<Definition> {
    return this.#with(this.config.withLogging(logging));
  }

  /** When the next model of a list is asked: after `firstTokenTimeoutMs` of silence. */
  withFallback(fallback: FallbackSettings): AgentBuilder<Definition> {
    return this.#with(this.config.withFallback(fallback));
  }

  /** The same as `withLimits({ timeoutMs })`. */
  withTimeout(timeoutMs: number): AgentBuilder<Definition> {
    return this.withLimits({ timeoutMs });
  }

  withLimits(limits: AgentLimits): AgentBuilder<Definition> {
    return this.#with(this.config.withLimits(limits));
  }

  /** The agent, ready to run; what it stores in is opened by its first run, or by `start()`. @throws INVALID_AGENT_CONFIG, BUILD_FAILED */
  async build(): Promise<Agent<StateOf<Definition>, StateInputOf<Definition>>> {
    const agent = await new AgentBuilderDirector(this.config, this.#options).build();
    // The director works on data; the state's type is only known here.
    return agent as Agent<StateOf<Definition>, StateInputOf<Definition>>;
  }

  /** `build()`, and everything it needs opened; if that fails, what was opened is closed. @throws RESOURCE_START_FAILED, AGENT_CONFLICT, what `build()` throws; the signal's reason */
  async start({
    signal,
  }: {
    readonly signal?: AbortSignal;
  } = {}): Promise<Agent<StateOf<Definition>, StateInputOf<Definition>>> {
    throwIfAborted(signal);
    const agent = await this.build();
    try {
      return await agent.start({ signal });
    } catch (error) {
      await closeAfterFailure(agent, this.#options.logger);
      throw error;
    }
  }

  #with(config: AgentConfig): AgentBuilder<Definition> {
    return new AgentBuilder<Definition>(config, this.#options);
  }
}

function isStore(memory: MemorySettings | ConversationStore): memory is ConversationStore {
  return typeof memory === "object" && memory !== null && "admit" in memory;
}
