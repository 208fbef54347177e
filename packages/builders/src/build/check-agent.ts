import {
  type AgentConfig,
  type AgentConfigProblem,
  isAnnotationState,
  isOpenState,
  isZodState,
  reducedKeys,
  type StateDefinition,
  stateKeys,
  withMessages,
} from "@pergola/config";
import type { Clock, Logger } from "@pergola/core";
import type { StepRegistry } from "@pergola/core-steps";
import {
  builtInProviders,
  createProviderRegistry,
  type LlmResource,
  type ProviderContext,
  type ProviderRegistry,
  type ProviderSource,
  warnOfUnknownVariables,
} from "@pergola/resources";
import { isTool } from "@pergola/tools";
import { defineResources } from "../resources/define-resources.ts";
import type { MadeResource } from "../resources/made-resource.ts";
import { stepResources } from "../resources/step-resources.ts";
import { cacheProblems } from "./cache-problems.ts";
import { groupProblems } from "./group-problems.ts";
import type { StepConfigHandler } from "./handlers/step-config-handler.ts";
import { interruptProblems } from "./interrupt-problems.ts";
import { llmReference } from "./llm-reference.ts";
import { createMakeLlm } from "./make-llm.ts";
import { modelProblems } from "./model-problems.ts";
import { environmentProblems, type Plan, planSteps } from "./plan.ts";
import { allSteps } from "./planned-step.ts";
import { problemOf } from "./problem-of.ts";
import { providersInUse } from "./providers-in-use.ts";
import type { SharedServices } from "./shared-services.ts";
import type { StepFinder } from "./step-finder.ts";

export interface CheckOptions {
  readonly handler: StepConfigHandler;
  readonly registry: StepRegistry;
  /** Finds step types that are not in the registry. */
  readonly finder: StepFinder;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly env: ProviderContext["env"];
  readonly sources: readonly ProviderSource[];
  /** Services that are there already. Default: its own, made anew. */
  readonly shared?: Pick<SharedServices, "llm" | "providers" | "resources"> | undefined;
}

/** A definition that has been looked through; usable when there are no problems. */
export interface CheckedAgent {
  readonly problems: readonly AgentConfigProblem[];
  readonly plan: Plan;
  /** The state with `messages`, if a step needs them. */
  readonly stateSchema: StateDefinition;
  readonly llm: LlmResource;
  readonly providers: ProviderRegistry;
  /** None for an agent that has those of another one. */
  readonly resources: readonly MadeResource[];
}

/** Finds every defect of a definition that shows offline. */
export async function checkAgent(config: AgentConfig, options: CheckOptions): Promise<CheckedAgent> {
  const { plan, stateSchema } = await planState(config, options);
  const isOpen = stateSchema === undefined || isOpenState(stateSchema);
  const keys = stateSchema === undefined ? undefined : new Set(stateKeys(stateSchema));
  const environment = { stateKeys: isOpen ? undefined : keys, tools: config.tools.filter(isTool) };
  const problems = [
    ...config.validate(),
    ...plan.problems,
    ...environmentProblems(plan, environment),
    ...cacheProblems(plan.steps, environment.stateKeys),
    ...groupProblems(plan.steps, stateSchema === undefined ? keysOf(plan) : reducedKeys(stateSchema)),
    ...interruptProblems(config.graph, plan.steps),
  ];
  const { env, shared } = options;
  const { providers, problems: refused } =
    shared === undefined
      ? registerProviders(config, { problems, sources: options.sources })
      : { providers: shared.providers, problems: [] };
  const makeLlm = createMakeLlm(config, { ...options, problems });
  const llm = shared?.llm ?? makeLlm(llmReference(config.llm), providers);
  const defined =
    shared?.resources === undefined
      ? await defineResources(config, { providers, env, makeLlm, problems, llm })
      : { resources: [], problems: [] };
  const isOwnMeant = config.llm !== undefined && plan.problems.length > 0;
  const isNoModel = problems.some(({ path }) => path[0] === "llm");
  const ofModels = (await modelProblems(plan.steps, { llm, isOwnMeant })).filter(
    ({ path }) => !isNoModel || path[0] !== "llm",
  );
  const all = [...problems, ...refused, ...ofModels, ...defined.problems];
  if (shared === undefined) warnOfUnknownVariables(providersInUse(config, providers), options);
  const own = shared?.resources === undefined ? stepResources(plan.steps, defined.resources) : [];
  const resources = [...defined.resources, ...own];
  return { problems: all, plan, stateSchema: stateSchema ?? config.stateSchema, llm, providers, resources };
}

/** The steps decide whether the state gets `messages`; its keys decide how the steps are called. */
async function planState(config: AgentConfig, { handler, registry, finder }: CheckOptions) {
  const { stateSchema } = config;
  const isUsable = isZodState(stateSchema) || isAnnotationState(stateSchema);
  const planWith = (schema: StateDefinition | undefined) =>
    planSteps(config, {
      handler,
      registry,
      finder,
      stateKeys: schema === undefined ? [] : stateKeys(schema),
    });
  let first = planWith(isUsable ? stateSchema : undefined);
  // What is found may hold steps that nobody has looked for.
  while (await finder.find(first.unknownTypes)) first = planWith(isUsable ? stateSchema : undefined);
  if (!isUsable) return { plan: first, stateSchema: undefined };
  const needsMessages = allSteps([...first.steps, ...first.insideBroken]).some(
    (step) => step.needs.messages === true,
  );
  const derived = needsMessages ? withMessages(stateSchema) : stateSchema;
  return { plan: derived === stateSchema ? first : planWith(derived), stateSchema: derived };
}

function registerProviders(
  config: AgentConfig,
  {
    problems,
    sources,
  }: { readonly problems: readonly AgentConfigProblem[]; readonly sources: readonly ProviderSource[] },
) {
  const providers = createProviderRegistry([], { sources: [builtInProviders, ...sources] });
  const isRefused = (index: number) =>
    problems.some(({ path: [part, at] }) => part === "providers" && at === index);
  const found = config.providers.flatMap((provider, index) =>
    isRefused(index) ? [] : problemOf(["providers", index], () => providers.register(provider)),
  );
  return { providers, problems: found };
}

/** Without a usable state nothing can be said of its reducers. */
const keysOf = (plan: Plan) =>
  new Set(allSteps(plan.steps).flatMap((step) => [...(step.strategy.writes?.(step.config) ?? [])]));
