import type { AgentConfig, AgentConfigProblem } from "@pergola/config";
import {
  createLlmResource,
  type LlmResource,
  type LlmResourceOptions,
  type ModelReference,
  type ProviderRegistry,
} from "@pergola/resources";

import { modelsBreaker } from "../resources/models-breaker.ts";

export interface MakeLlmOptions extends Pick<LlmResourceOptions, "env" | "logger" | "clock"> {
  /** Of the definition: what is wrong is left out. */
  readonly problems: readonly AgentConfigProblem[];
}

/** What makes model services with the retries, breakers and waits of a definition. */
export type MakeLlm = (
  model: ModelReference | undefined,
  registry: ProviderRegistry,
  name?: string,
) => LlmResource;

export function createMakeLlm(
  { retry, breaker, fallback, budget }: AgentConfig,
  { problems, env, logger, clock }: MakeLlmOptions,
): MakeLlm {
  const isValid = (part: string) => !problems.some(({ path }) => path[0] === part);
  const settings = {
    ...(isValid("retry") && retry !== undefined && { retry }),
    ...(isValid("breaker") && breaker !== undefined && { breaker: modelsBreaker(breaker) }),
    ...(isValid("fallback") && fallback),
    ...(isValid("budget") && budget?.prices !== undefined && { prices: budget.prices }),
  };
  return (model, registry, name = "llm") =>
    createLlmResource({
      registry,
      name,
      env,
      logger,
      clock,
      ...(model !== undefined && { model }),
      ...settings,
    });
}
