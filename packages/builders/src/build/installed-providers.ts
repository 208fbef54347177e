import type { Closable, Logger } from "@pergola/core";
import type { ProviderContext, ProviderFactory, ProviderSource } from "@pergola/resources";

interface Installed extends Closable {
  readonly sources: readonly ProviderSource[];
}

/**
 * The providers of packages that the project has installed. Nothing is looked for, and no code of the search is loaded,
 * until somebody names one that was not given by hand.
 */
export class InstalledProviders implements ProviderSource, Closable {
  readonly #context: { readonly env: ProviderContext["env"]; readonly logger: Logger };
  #opening: Promise<Installed> | undefined;

  constructor(context: { readonly env: ProviderContext["env"]; readonly logger: Logger }) {
    this.#context = context;
  }

  async names(category: string, options?: { readonly signal?: AbortSignal }): Promise<readonly string[]> {
    const { sources } = await this.#open();
    const names = await Promise.all(sources.map((source) => source.names(category, options)));
    return names.flat();
  }

  async load(
    category: string,
    name: string,
    options?: { readonly signal?: AbortSignal },
  ): Promise<ProviderFactory | undefined> {
    const { sources } = await this.#open();
    for (const source of sources) {
      const found = await source.load(category, name, options);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async close(): Promise<void> {
    await (await this.#opening)?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #open(): Promise<Installed> {
    this.#opening ??= openInstalled(this.#context);
    return this.#opening;
  }
}

async function openInstalled(
  context: ConstructorParameters<typeof InstalledProviders>[0],
): Promise<Installed> {
  const { createPluginManager, langChainPackages } = await import("@pergola/plugins");
  const manager = createPluginManager(context);
  const close = () => manager.close();
  return { sources: [manager, langChainPackages()], close, [Symbol.asyncDispose]: close };
}
