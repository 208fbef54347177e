import { abortable, type Logger, throwIfAborted } from "@pergola/core";
import {
  invalidProviderConfig,
  type ProviderContext,
  type ProviderFactory,
  schemaProblems,
} from "@pergola/resources";

/** What a provider gets besides its config. */
export interface CreateContext {
  readonly env: ProviderContext["env"];
  readonly logger: Logger;
  readonly signal: AbortSignal | undefined;
}

/** Checks the config, then lets the provider make what it makes. @throws PROVIDER_CONFIG_INVALID with every defect */
export async function createFromProvider(
  factory: ProviderFactory,
  config: unknown,
  { env, logger, signal }: CreateContext,
): Promise<unknown> {
  const { category, name, configSchema } = factory;
  const told = factory.validateConfig?.(config, { env }) ?? [];
  const places = new Set(told.map(({ path }) => path.join(".")));
  const problems = [
    ...told,
    ...schemaProblems(configSchema, config).filter(({ path }) => !places.has(path.join("."))),
  ];
  if (problems.length > 0)
    throw invalidProviderConfig(`${category}/${name}`, problems, { category, provider: name });
  throwIfAborted(signal);
  return abortable(factory.create(config, { env, logger, signal }), signal);
}
