import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import {
  type AgentConfig,
  type AgentConfigProblem,
  assertStateDefinition,
  invalidAgentConfig,
  stateKeys,
  withMessages,
} from "@pergola/config";
import {
  type Clock,
  errorMessage,
  isPergolaError,
  type Logger,
  silentLogger,
  systemClock,
} from "@pergola/core";
import { createStepRegistry, type Step, type StepRegistry } from "@pergola/core-steps";
import {
  createLlmResource,
  createProviderRegistry,
  type LlmResource,
  type ProviderRegistry,
} from "@pergola/resources";
import { createToolCatalog, isTool } from "@pergola/tools";
import { Agent } from "../agent/agent.ts";
import { AgentMemory } from "../agent/agent-memory.ts";
import type { AgentParts } from "../agent/agent-parts.ts";
import { builderErrors } from "../errors.ts";
import { runOfCall } from "../run/run-of-call.ts";
import { compileGraph, type GraphNodeEntry } from "./compile-graph.ts";
import { describeSteps } from "./describe.ts";
import { loadMessages } from "./langchain-messages.ts";
import { llmReference } from "./llm-reference.ts";
import { memoryProblems } from "./memory-problems.ts";
import { environmentProblems, type Plan, type PlannedStep, planSteps } from "./plan.ts";
import { problemOf } from "./problem-of.ts";
import { stepNode } from "./step-node.ts";

export interface DirectorOptions {
  /** Step types. Default: the built-in ones. */
  readonly registry?: StepRegistry;
  readonly logger?: Logger;
  readonly clock?: Clock;
  /** Environment variables for providers. Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Turns an AgentConfig into an Agent: plan the steps, derive the state, make the steps, compile the graph. */
export class AgentBuilderDirector {
  readonly #config: AgentConfig;
  readonly #registry: StepRegistry;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #env: Readonly<Record<string, string | undefined>>;

  constructor(config: AgentConfig, options: DirectorOptions = {}) {
    this.#config = config;
    this.#registry = options.registry ?? createStepRegistry();
    this.#logger = options.logger ?? silentLogger;
    this.#clock = options.clock ?? systemClock;
    this.#env = options.env ?? process.env;
  }

  /** @throws INVALID_AGENT_CONFIG with all defects at once; BUILD_FAILED naming the step that could not be made */
  async build(): Promise<Agent> {
    const { plan, stateSchema, llm, providers } = this.#check();
    const config = this.#config;
    const classes = await loadMessages();
    const steps = await Promise.all(plan.steps.map(makeStep));
    const shared = {
      definition: config,
      stateSchema,
      description: describeSteps(config.name, plan.steps),
      llm,
      tools: createToolCatalog(config.tools),
      memory: new AgentMemory(config.memory, { registry: providers, logger: this.#logger, env: this.#env }),
      classes,
      logger: this.#logger,
      clock: this.#clock,
    };
    const runOf = (callConfig: LangGraphRunnableConfig) => runOfCall(parts, callConfig);
    const nodes = plan.steps.map((planned, index): GraphNodeEntry => {
      const step = steps[index] as Step;
      return { name: planned.nodeName, run: stepNode({ planned, step, stateSchema, classes, runOf }) };
    });
    const parts: AgentParts = { ...shared, graph: await compileGraph(config.name, stateSchema, nodes) };
    return new Agent(parts);
  }

  #check() {
    const config = this.#config;
    assertStateDefinition(config.stateSchema);
    const first = planSteps(config, this.#registry, stateKeys(config.stateSchema));
    const needsMessages = first.steps.some((step) => step.needs.messages === true);
    const stateSchema = needsMessages ? withMessages(config.stateSchema) : config.stateSchema;
    const plan = planSteps(config, this.#registry, stateKeys(stateSchema));
    const environment = { stateKeys: new Set(stateKeys(stateSchema)), tools: config.tools.filter(isTool) };
    const problems = [...config.validate(), ...plan.problems, ...environmentProblems(plan, environment)];
    const { providers, llm } = this.#resources(plan, problems);
    if (problems.length > 0) throw invalidAgentConfig(config.name, problems, plan.cause);
    return { plan, stateSchema, llm, providers };
  }

  #resources(plan: Plan, problems: AgentConfigProblem[]): { providers: ProviderRegistry; llm: LlmResource } {
    const providers = createProviderRegistry();
    const isRefused = (index: number) =>
      problems.some(({ path: [part, at] }) => part === "providers" && at === index);
    this.#config.providers.forEach((provider, index) => {
      if (isRefused(index)) return;
      problems.push(...problemOf(["providers", index], () => providers.register(provider)));
    });
    const llm = createLlmResource({
      registry: providers,
      model: llmReference(this.#config.llm),
      env: this.#env,
      logger: this.#logger,
      clock: this.#clock,
    });
    for (const { index, needs } of plan.steps) {
      if (needs.model === undefined) continue;
      const path = needs.model === true ? ["llm"] : ["steps", index, "model"];
      const reference = needs.model === true ? undefined : needs.model;
      problems.push(
        ...llm.validate(reference).map((problem) => ({ ...problem, path: [...path, ...problem.path] })),
      );
    }
    problems.push(...memoryProblems(this.#config.memory, providers, this.#env));
    return { providers, llm };
  }
}

async function makeStep(planned: PlannedStep): Promise<Step> {
  try {
    return await planned.strategy.createStep(planned.config, { chains: [] });
  } catch (cause) {
    throw builderErrors.create("BUILD_FAILED", {
      message: `The step "${planned.nodeName}" (${planned.kind}) could not be made: ${errorMessage(cause)}`,
      hint: isPergolaError(cause) ? cause.hint : "The cause has what its createStep() threw.",
      details: { step: planned.nodeName, kind: planned.kind },
      cause,
    });
  }
}
