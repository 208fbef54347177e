import { type AgentConfig, invalidAgentConfig } from "@pergola/config";
import { redactLogger, silentLogger, systemClock } from "@pergola/core";
import { createStepRegistry, type StepEntry } from "@pergola/core-steps";
import type { ProviderFactory } from "@pergola/resources";
import type { AgentParts } from "../agent/agent-parts.ts";
import { type CheckedAgent, checkAgent } from "./check-agent.ts";
import type { DirectorOptions } from "./director-options.ts";
import { withPluginSteps } from "./given-plugins.ts";
import { createStepHandlerChain } from "./handlers/step-handler-chain.ts";
import { InstalledProviders } from "./installed-providers.ts";
import { observerProblems } from "./observer-problems.ts";
import type { SharedServices } from "./shared-services.ts";
import { StepFinder } from "./step-finder.ts";
import { workflowSource } from "./workflow-source.ts";

export interface CheckDefinitionOptions {
  readonly options: DirectorOptions;
  /** Where the project's packages are looked through. Default: made anew. */
  readonly installed?: InstalledProviders | undefined;
  /** Services that are there already. Default: its own, made anew. */
  readonly shared?: SharedServices | undefined;
}

/** A definition without a defect that shows offline, and what it was looked through with. */
export interface CheckedDefinition {
  readonly config: AgentConfig;
  readonly checked: CheckedAgent;
  readonly services: Pick<AgentParts, "installed" | "env" | "clock" | "logger">;
}

/** Checks everything that shows offline. @throws INVALID_AGENT_CONFIG with all defects at once */
export async function checkDefinition(
  given: AgentConfig,
  { options, shared, ...making }: CheckDefinitionOptions,
): Promise<CheckedDefinition> {
  const config = withDefaultSteps(given, options.defaultSteps);
  const { registry = createStepRegistry(), handlers, env = process.env, clock = systemClock } = options;
  const logger = redactLogger(options.logger ?? silentLogger);
  const { installed = shared?.installed ?? new InstalledProviders({ env, logger }) } = making;
  const { sources = [installed] } = options;
  const { types, problems: refused } = await withPluginSteps(registry, options.plugins);
  const checked = await checkAgent(config, {
    handler: createStepHandlerChain(types, handlers),
    registry: types,
    finder: new StepFinder([workflowSource, ...sources], types),
    logger,
    clock,
    env,
    sources,
    shared,
  });
  const problems = [...refused, ...observerProblems(options.observers), ...checked.problems];
  if (problems.length > 0) throw invalidAgentConfig(config.name, problems, checked.plan.cause);
  return { config, checked, services: { installed, env, clock, logger } };
}

/** Who has named no model has forgotten the steps. */
export function withDefaultSteps(config: AgentConfig, steps: readonly StepEntry[] | undefined): AgentConfig {
  const isLlm = (provider: Partial<ProviderFactory> | undefined) => provider?.category === "llm";
  const hasModel = config.llm !== undefined || config.providers.some(isLlm);
  return steps === undefined || config.steps.length > 0 || !hasModel ? config : config.withSteps(steps);
}
