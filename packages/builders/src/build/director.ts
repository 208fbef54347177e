import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import { type AgentConfig, initialValues, invalidAgentConfig, stateReducers } from "@pergola/config";
import { type Clock, type Logger, silentLogger, systemClock } from "@pergola/core";
import { createStepRegistry, type StepRegistry } from "@pergola/core-steps";
import { isTracingOn, loadMessages } from "@pergola/resources";
import { createToolCatalog } from "@pergola/tools";
import { Agent } from "../agent/agent.ts";
import { AgentMemory } from "../agent/agent-memory.ts";
import type { AgentParts } from "../agent/agent-parts.ts";
import { recursionLimitOf } from "../run/recursion-limit.ts";
import { runLimits } from "../run/run-limits.ts";
import { runOfCall } from "../run/run-of-call.ts";
import { checkAgent } from "./check-agent.ts";
import { compileGraph } from "./compile-graph.ts";
import { describeSteps } from "./describe.ts";
import { createStepHandlerChain, type StepHandlerFactory } from "./handlers/step-handler-chain.ts";
import { makeSteps } from "./make-steps.ts";
import { modelsOf } from "./models-of.ts";
import { retriesOf } from "./retry-budget.ts";
import { createStepLoop } from "./step-loop.ts";

export interface DirectorOptions {
  /** Step types. Default: the built-in ones. */
  readonly registry?: StepRegistry;
  /** Links before the built-in ones of the chain that checks steps. */
  readonly handlers?: readonly StepHandlerFactory[];
  readonly logger?: Logger;
  readonly clock?: Clock;
  /** Environment variables for providers. Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Turns an AgentConfig into an Agent: check everything, derive the state, make the steps, compile the graph. */
export class AgentBuilderDirector {
  readonly #config: AgentConfig;
  readonly #options: DirectorOptions;

  constructor(config: AgentConfig, options: DirectorOptions = {}) {
    this.#config = config;
    this.#options = options;
  }

  /** @throws INVALID_AGENT_CONFIG with all defects at once; BUILD_FAILED naming the step that could not be made */
  async build(): Promise<Agent> {
    const config = this.#config;
    const { registry = createStepRegistry(), handlers, env = process.env } = this.#options;
    const { logger = silentLogger, clock = systemClock } = this.#options;
    const handler = createStepHandlerChain(registry, handlers);
    const { problems, plan, stateSchema, llm, providers } = checkAgent(config, {
      handler,
      registry,
      logger,
      clock,
      env,
    });
    if (problems.length > 0) throw invalidAgentConfig(config.name, problems, plan.cause);
    const classes = await loadMessages();
    const engine = { stateSchema, reducers: await stateReducers(stateSchema), classes };
    const isGraphForm = config.graph.checkpointer !== undefined;
    const steps = await makeSteps(plan.steps, { engine, isGraphForm });
    const initial = await initialValues(stateSchema);
    const runOf = (callConfig: LangGraphRunnableConfig) => runOfCall(parts, callConfig);
    const parts: AgentParts = {
      definition: config,
      stateSchema,
      description: describeSteps(config.name, plan.steps),
      llm,
      tools: createToolCatalog(config.tools),
      memory: new AgentMemory(config.memory, { registry: providers, logger, env }),
      classes,
      logger,
      clock,
      steps,
      initialValues: initial,
      loop: initial && (await createStepLoop({ config, initialValues: initial, steps })),
      isTracing: isTracingOn(env),
      retries: retriesOf(config, plan.steps),
      recursionLimit: recursionLimitOf(config, steps, runLimits(config)),
      models: modelsOf(plan.steps),
      graph: await compileGraph({ name: config.name, stateSchema, steps, settings: config.graph, runOf }),
    };
    return new Agent(parts);
  }
}
