import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import { type AgentConfig, initialValues, invalidAgentConfig, stateReducers } from "@pergola/config";
import { type Clock, type Logger, redactLogger, silentLogger, systemClock } from "@pergola/core";
import { createStepRegistry, type StepEntry, type StepRegistry } from "@pergola/core-steps";
import type { Plugin } from "@pergola/plugins";
import { isTracingOn, loadMessages, type ProviderFactory } from "@pergola/resources";
import { createToolCatalog } from "@pergola/tools";
import { Agent } from "../agent/agent.ts";
import { AgentMemory } from "../agent/agent-memory.ts";
import type { AgentParts } from "../agent/agent-parts.ts";
import { AgentPrompts } from "../prompt/agent-prompts.ts";
import { AgentResources } from "../resources/agent-resources.ts";
import { recursionLimitOf } from "../run/recursion-limit.ts";
import { runLimits } from "../run/run-limits.ts";
import { runOfCall } from "../run/run-of-call.ts";
import { type CheckedAgent, checkAgent } from "./check-agent.ts";
import { compileGraph } from "./compile-graph.ts";
import { describeSteps } from "./describe.ts";
import { withPluginSteps } from "./given-plugins.ts";
import { createStepHandlerChain, type StepHandlerFactory } from "./handlers/step-handler-chain.ts";
import { InstalledProviders } from "./installed-providers.ts";
import { makeSteps } from "./make-steps.ts";
import { modelsOf } from "./models-of.ts";
import { retriesOf } from "./retry-budget.ts";
import type { SharedServices } from "./shared-services.ts";
import { type InstalledSource, StepFinder } from "./step-finder.ts";
import { createStepLoop } from "./step-loop.ts";

export interface DirectorOptions {
  /** Step types. Default: the built-in ones. */
  readonly registry?: StepRegistry;
  /** Steps of a definition that has a model and no step. Default: none, and such a definition is refused. */
  readonly defaultSteps?: readonly StepEntry[];
  /** Links before the built-in ones of the chain that checks steps. */
  readonly handlers?: readonly StepHandlerFactory[];
  readonly logger?: Logger;
  readonly clock?: Clock;
  /**
   * Where providers and step types are looked for that were not given by hand, in this order. Default: the packages of the
   * project.
   */
  readonly sources?: readonly InstalledSource[];
  /** Their step types may be named. Default: none. `withPlugin` adds to it. */
  readonly plugins?: readonly Plugin[];
  /** Environment variables for providers. Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Turns an AgentConfig into an Agent: check everything, derive the state, make the steps, compile the graph. */
export class AgentBuilderDirector {
  readonly #config: AgentConfig;
  readonly #options: DirectorOptions;
  readonly #shared: SharedServices | undefined;

  /** @param shared services that are there already */
  constructor(config: AgentConfig, options: DirectorOptions = {}, shared?: SharedServices) {
    this.#config = withDefaultSteps(config, options.defaultSteps);
    this.#options = options;
    this.#shared = shared;
  }

  /** @throws INVALID_AGENT_CONFIG with all defects at once; BUILD_FAILED naming the step that could not be made */
  async build(): Promise<Agent> {
    return new Agent(await this.#makeParts());
  }

  async #makeParts(): Promise<AgentParts> {
    const config = this.#config;
    const { registry = createStepRegistry(), handlers, env = process.env } = this.#options;
    const { clock = systemClock } = this.#options;
    const logger = redactLogger(this.#options.logger ?? silentLogger);
    const installed = this.#shared?.installed ?? new InstalledProviders({ env, logger });
    const { sources = [installed] } = this.#options;
    const { types, problems: refused } = withPluginSteps(registry, this.#options.plugins);
    const handler = createStepHandlerChain(types, handlers);
    const checked = await checkAgent(config, {
      handler,
      registry: types,
      finder: new StepFinder(sources, types),
      logger,
      clock,
      env,
      sources,
      shared: this.#shared,
    });
    const problems = [...refused, ...checked.problems];
    if (problems.length > 0) throw invalidAgentConfig(config.name, problems, checked.plan.cause);
    const given = this.#shared?.resources;
    const own = { name: config.name, resources: checked.resources, previous: this.#shared?.previous };
    const resources = given ?? new AgentResources({ ...own, env, clock, logger });
    try {
      return await this.#partsOver(checked, { resources, installed, env, clock, logger });
    } catch (error) {
      // What goes on from before a reload must not be held by what there will never be.
      if (given === undefined) await resources.close();
      throw error;
    }
  }

  async #partsOver(
    { plan, stateSchema, llm, providers }: CheckedAgent,
    services: Pick<AgentParts, "resources" | "installed" | "env" | "clock" | "logger">,
  ): Promise<AgentParts> {
    const config = this.#config;
    const { resources, env } = services;
    const classes = await loadMessages();
    const engine = { stateSchema, reducers: await stateReducers(stateSchema), classes };
    const isGraphForm = config.graph.checkpointer !== undefined;
    const steps = await makeSteps(plan.steps, { engine, isGraphForm });
    const initial = await initialValues(stateSchema);
    const runOf = (callConfig: LangGraphRunnableConfig) => runOfCall(parts, callConfig);
    const running = this.#shared?.running ?? new Set();
    const prompts = new AgentPrompts({
      definition: config,
      hasModel: () => config.llm !== undefined || providers.list("llm").length > 0,
      build: (definition) =>
        new AgentBuilderDirector(definition, this.#options, { llm, providers, resources, running }).build(),
    });
    const parts: AgentParts = {
      ...services,
      prompts,
      running,
      providers,
      variables: { ...env },
      complete: (definition) => withDefaultSteps(definition, this.#options.defaultSteps),
      rebuild: (next) =>
        new AgentBuilderDirector(
          next.definition,
          { ...this.#options, env: next.env },
          next.shared,
        ).#makeParts(),
      definition: config,
      stateSchema,
      description: describeSteps(config.name, plan.steps),
      llm,
      tools: createToolCatalog(config.tools),
      memory: new AgentMemory(config.memory, resources),
      classes,
      steps,
      initialValues: initial,
      loop: initial && (await createStepLoop({ config, initialValues: initial, steps })),
      isTracing: isTracingOn(env),
      retries: retriesOf(config, plan.steps),
      recursionLimit: recursionLimitOf(config, steps, runLimits(config)),
      models: modelsOf(plan.steps),
      graph: await compileGraph({ name: config.name, stateSchema, steps, settings: config.graph, runOf }),
    };
    return parts;
  }
}

/** Who has named no model has forgotten the steps. */
function withDefaultSteps(config: AgentConfig, steps: readonly StepEntry[] | undefined): AgentConfig {
  const isLlm = (provider: Partial<ProviderFactory> | undefined) => provider?.category === "llm";
  const hasModel = config.llm !== undefined || config.providers.some(isLlm);
  return steps === undefined || config.steps.length > 0 || !hasModel ? config : config.withSteps(steps);
}
