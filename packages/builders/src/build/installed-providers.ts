import type { Closable, Logger } from "@pergola/core";
import type { Contribution, ContributionKind, ContributionSource } from "@pergola/plugins";
import type { ProviderContext, ProviderFactory, ProviderSource } from "@pergola/resources";

interface Installed extends Closable {
  readonly sources: readonly ProviderSource[];
  readonly plugins: ContributionSource;
}

interface Waiting {
  readonly signal?: AbortSignal;
}

/**
 * The providers and step types of packages that the project has installed. Nothing is looked for, and no code of the search
 * is loaded, until somebody names one that was not given by hand.
 */
export class InstalledProviders implements ProviderSource, ContributionSource, Closable {
  readonly #context: { readonly env: ProviderContext["env"]; readonly logger: Logger };
  #opening: Promise<Installed> | undefined;

  constructor(context: { readonly env: ProviderContext["env"]; readonly logger: Logger }) {
    this.#context = context;
  }

  async names(category: string, options?: Waiting): Promise<readonly string[]> {
    const { sources } = await this.#open();
    const names = await Promise.all(sources.map((source) => source.names(category, options)));
    return names.flat();
  }

  async installable(category: string): Promise<ReadonlyMap<string, string>> {
    const { sources } = await this.#open();
    const found = await Promise.all(sources.map((source) => source.installable?.(category) ?? []));
    return new Map(found.flatMap((each) => [...each]));
  }

  async load(category: string, name: string, options?: Waiting): Promise<ProviderFactory | undefined> {
    const { sources } = await this.#open();
    for (const source of sources) {
      const found = await source.load(category, name, options);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async contributionNames(kind: ContributionKind, options?: Waiting): Promise<readonly string[]> {
    return (await this.#open()).plugins.contributionNames(kind, options);
  }

  async contribution<Kind extends ContributionKind>(
    kind: Kind,
    name: string,
    options?: Waiting,
  ): Promise<Contribution<Kind> | undefined> {
    return (await this.#open()).plugins.contribution(kind, name, options);
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
  return { sources: [manager, langChainPackages()], plugins: manager, close, [Symbol.asyncDispose]: close };
}
