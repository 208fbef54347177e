import { holdSecrets } from "@pergola/core";
import type { ProviderContext, ProviderFactory } from "../provider-factory.ts";
import { configSecrets, environmentSecrets } from "./config-secrets.ts";

const held = new WeakMap<ProviderFactory, Set<string>>();
const releases = new FinalizationRegistry<() => void>((release) => release());

/**
 * From now on the secrets of this config, of the provider's own defaults and of the environment are covered wherever they
 * are written, also when a vendor says them again: for as long as the provider is in use anywhere.
 */
export function holdConfigSecrets(
  factory: ProviderFactory,
  config: unknown,
  { env }: Pick<ProviderContext, "env">,
): void {
  const { configSchema, defaults } = factory;
  const known = held.get(factory) ?? new Set<string>();
  held.set(factory, known);
  const found = [config, defaults].flatMap((part) => configSecrets(part, configSchema));
  const fresh = [...found, ...environmentSecrets(env)].filter((secret) => !known.has(secret));
  if (fresh.length === 0) return;
  for (const secret of fresh) known.add(secret);
  releases.register(factory, holdSecrets(fresh));
}
