import { abortable, redactLogger, throwIfAborted } from "@pergola/core";
import { makeProduct } from "./ask-provider.ts";
import { ProviderEnvironment } from "./environment/provider-environment.ts";
import { settingsProblems } from "./environment/settings-problems.ts";
import { invalidProviderConfig } from "./invalid-provider-config.ts";
import type {
  ConfigProblem,
  ProviderCategory,
  ProviderContext,
  ProviderFactory,
  ProviderProduct,
} from "./provider-factory.ts";

/**
 * Everything wrong with a config that can be told without network, with what the environment sets under it
 * (`PERGOLA_MEMORY__DUCKDB_PATH`).
 */
export function providerConfigProblems(
  factory: ProviderFactory,
  config: unknown,
  { env }: Pick<ProviderContext, "env">,
): readonly ConfigProblem[] {
  return settingsProblems(factory, new ProviderEnvironment(env).settings(factory, config), { env });
}

/**
 * What a provider makes of a config, with what the environment sets under it. It belongs to the caller, who closes it.
 *
 * @throws PROVIDER_CONFIG_INVALID with every defect; RESOURCE_MALFORMED when the provider makes nothing, or lacks methods; what it throws;
 *   the signal's reason
 */
export async function createFromProvider<Category extends ProviderCategory>(
  factory: ProviderFactory<Category>,
  config: unknown,
  context: ProviderContext,
): Promise<ProviderProduct<Category>> {
  const { env, signal, logger } = context;
  const { category, name } = factory;
  const settings = new ProviderEnvironment(env).settings(factory, config);
  const problems = settingsProblems(factory, settings, { env });
  if (problems.length > 0)
    throw invalidProviderConfig(`${category}/${name}`, problems, { category, provider: name });
  throwIfAborted(signal);
  return abortable(
    makeProduct(factory, settings.config, { ...context, logger: redactLogger(logger) }),
    signal,
  );
}
