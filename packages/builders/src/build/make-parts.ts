import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import { type AgentConfig, initialValues, stateReducers } from "@pergola/config";
import { InFlight } from "@pergola/core";
import { createInMemoryBudgetLedger, isTracingOn } from "@pergola/resources";
import { loadMessages } from "@pergola/resources/definition";
import { createToolCatalog, createToolSlots } from "@pergola/tools";
import { type AgentCore, createCore } from "../agent/agent-core.ts";
import { AgentMemory } from "../agent/agent-memory.ts";
import type { AgentParts } from "../agent/agent-parts.ts";
import { type OpenLog, openLog } from "../logging/open-log.ts";
import { withLog } from "../logging/with-log.ts";
import { AgentPrompts } from "../prompt/agent-prompts.ts";
import { AgentResources } from "../resources/agent-resources.ts";
import { Observers } from "../run/observers.ts";
import { recursionLimitOf } from "../run/recursion-limit.ts";
import { runLimits } from "../run/run-limits.ts";
import { runOfCall } from "../run/run-of-call.ts";
import type { CheckedAgent } from "./check-agent.ts";
import { checkDefinition, withDefaultSteps } from "./check-definition.ts";
import { compileGraph } from "./compile-graph.ts";
import { describeSteps } from "./describe.ts";
import type { DirectorOptions } from "./director-options.ts";
import type { InstalledProviders } from "./installed-providers.ts";
import { makeSteps } from "./make-steps.ts";
import { modelsOf } from "./models-of.ts";
import { retriesOf } from "./retry-budget.ts";
import type { SharedServices } from "./shared-services.ts";
import { createStepLoop } from "./step-loop.ts";

export interface MakePartsOptions {
  readonly options: DirectorOptions;
  /** Where the project's packages are looked through; the agent closes it. Default: made anew. */
  readonly installed?: InstalledProviders;
  /** Services that are there already. Default: its own, made anew. */
  readonly shared?: SharedServices;
}

interface MakingWithLog extends MakePartsOptions {
  /** The options tell it of everything. */
  readonly log: OpenLog | undefined;
}

type Services = Pick<AgentParts, "resources" | "installed" | "env" | "clock" | "logger">;

/**
 * The parts of an agent: checks everything, derives the state, makes the steps, compiles the graph. Opens nothing.
 *
 * @throws INVALID_AGENT_CONFIG with all defects at once; BUILD_FAILED naming the step that could not be made
 */
async function makeParts(given: AgentConfig, making: MakePartsOptions): Promise<AgentParts> {
  const log = await openLog(given, making.options.clock);
  try {
    return await partsOf(given, { ...making, options: withLog(making.options, log), log });
  } catch (error) {
    await log?.log.close();
    throw error;
  }
}

/** With the log that is there: what an agent makes of itself later, prompts and reloads, writes to the same one. */
async function partsOf(given: AgentConfig, making: MakingWithLog): Promise<AgentParts> {
  const { config, checked, services } = await checkDefinition(given, making);
  const { env, clock, logger } = services;
  const { shared } = making;
  const own = {
    name: config.name,
    resources: checked.resources,
    previous: shared?.previous,
    breaker: config.breaker?.resources,
  };
  const resources = shared?.resources ?? new AgentResources({ ...own, env, clock, logger });
  try {
    return await partsOver(config, {
      checked,
      services: { ...services, resources },
      making,
    });
  } catch (error) {
    // What goes on from before a reload must not be held by what there will never be.
    if (resources !== shared?.resources) await resources.close();
    throw error;
  }
}

/** The parts of an agent, and what it does with them. @throws as `makeParts` */
export async function makeCore(given: AgentConfig, making: MakePartsOptions): Promise<AgentCore> {
  return createCore(await makeParts(given, making));
}

interface OverOptions {
  readonly checked: CheckedAgent;
  readonly services: Services;
  readonly making: MakingWithLog;
}

async function partsOver(
  config: AgentConfig,
  { checked: { plan, stateSchema, llm, providers }, services, making }: OverOptions,
): Promise<AgentParts> {
  const { options, shared, log } = making;
  const { resources, installed, env } = services;
  const classes = await loadMessages();
  const engine = { stateSchema, reducers: await stateReducers(stateSchema), classes };
  const isGraphForm = config.graph.checkpointer !== undefined;
  const steps = await makeSteps(plan.steps, { engine, isGraphForm });
  const initial = await initialValues(stateSchema);
  const runOf = (callConfig: LangGraphRunnableConfig) => runOfCall(parts, callConfig);
  const running = shared?.running ?? new InFlight();
  const ownLedger = shared?.ownLedger ?? createInMemoryBudgetLedger();
  const toolSlots = shared?.toolSlots ?? createToolSlots();
  const own = { running, toolSlots, ownLedger };
  const lent = { llm, providers, resources, installed, ...own, ledger: () => parts.ledger() };
  const memory = new AgentMemory(config.memory, resources);
  const prompts = new AgentPrompts({
    definition: config,
    hasModel: () => config.llm !== undefined || providers.list("llm").length > 0,
    build: async (definition) => createCore(await partsOf(definition, { options, log, shared: lent })).calls,
  });
  const parts: AgentParts = {
    ...services,
    log,
    observers: Observers.of(options.observers, services.logger),
    prompts,
    running,
    toolSlots,
    providers,
    variables: { ...env },
    complete: (definition) => withDefaultSteps(definition, options.defaultSteps),
    check: async (next) => {
      const checking = { options: { ...options, env: next.env }, installed };
      const { checked } = await checkDefinition(next.definition, checking);
      await checked.llm.close();
    },
    rebuild: (next) =>
      partsOf(next.definition, { options: { ...options, env: next.env }, log, shared: next.shared }),
    definition: config,
    stateSchema,
    description: describeSteps(config.name, plan.steps),
    llm,
    tools: createToolCatalog(config.tools),
    memory,
    ownLedger,
    ledger: shared?.ledger ?? (() => config.budget?.ledger ?? memory.ledger ?? ownLedger),
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
