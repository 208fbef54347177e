import type { ProviderCategory, ProviderFactory } from "./provider-factory.ts";
import { providerDuplicate, providerNotFound } from "./provider-problems.ts";
import type { ProviderSource } from "./provider-source.ts";

/** The providers that an agent was given, by category and name. */
export interface ProviderRegistry {
  /** @throws PROVIDER_DUPLICATE when the name is taken and `override` is not set */
  register(factory: ProviderFactory, options?: { readonly override?: boolean }): void;
  has(category: string, name: string): boolean;
  /**
   * One that was given, or that {@link find} has found before.
   *
   * @throws PROVIDER_NOT_FOUND saying what exists, what was probably meant, and what to install and call; what `find`
   *   has thrown, if it was asked
   */
  get<Category extends ProviderCategory>(category: Category, name: string): ProviderFactory<Category>;
  /**
   * The same, and what the sources have: the first one that knows the name counts, and what it gave is kept.
   *
   * @throws PROVIDER_NOT_FOUND; what a source throws whose provider does not load
   */
  find<Category extends ProviderCategory>(
    category: Category,
    name: string,
    options?: { readonly signal?: AbortSignal },
  ): Promise<ProviderFactory<Category>>;
  /** In order of registration; of one category, or all. */
  list<Category extends ProviderCategory>(category: Category): readonly ProviderFactory<Category>[];
  list(): readonly ProviderFactory[];
}

export interface ProviderRegistryOptions {
  /** Where to look for what was not given by hand, in this order. Default: nowhere. */
  readonly sources?: readonly ProviderSource[];
}

/** @param factories registered in order. @throws PROVIDER_DUPLICATE */
export function createProviderRegistry(
  factories: Iterable<ProviderFactory> = [],
  { sources = [] }: ProviderRegistryOptions = {},
): ProviderRegistry {
  return new GivenProviders(factories, sources);
}

class GivenProviders implements ProviderRegistry {
  readonly #sources: readonly ProviderSource[];
  readonly #categories = new Map<string, Map<string, ProviderFactory>>();
  /** Why a provider was not found, or found and not loaded, when somebody looked for it last. */
  readonly #failures = new Map<string, unknown>();

  constructor(factories: Iterable<ProviderFactory>, sources: readonly ProviderSource[]) {
    this.#sources = sources;
    for (const factory of factories) this.register(factory);
  }

  register(factory: ProviderFactory, options: { readonly override?: boolean } = {}): void {
    const { category, name } = factory;
    const named = this.#categories.get(category) ?? new Map<string, ProviderFactory>();
    if (named.has(name) && options.override !== true) throw providerDuplicate(category, name);
    this.#categories.set(category, named.set(name, factory));
    this.#failures.delete(keyOf(category, name));
  }

  has(category: string, name: string): boolean {
    return this.#categories.get(category)?.has(name) === true;
  }

  get<Category extends ProviderCategory>(category: Category, name: string): ProviderFactory<Category> {
    const factory = this.#categories.get(category)?.get(name);
    if (factory === undefined)
      throw (
        this.#failures.get(keyOf(category, name)) ?? this.#notFound(category, name, this.#namesOf(category))
      );
    // The map of a category only holds factories of that category, which the compiler cannot see.
    return factory as ProviderFactory<Category>;
  }

  async find<Category extends ProviderCategory>(
    category: Category,
    name: string,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<ProviderFactory<Category>> {
    if (this.has(category, name)) return this.get(category, name);
    const key = keyOf(category, name);
    this.#failures.delete(key);
    try {
      await this.#load(category, name, options);
    } catch (error) {
      if (options.signal?.aborted !== true) this.#failures.set(key, error);
      throw error;
    }
    return this.get(category, name);
  }

  list<Category extends ProviderCategory>(category?: Category): readonly ProviderFactory<Category>[] {
    const all = [...this.#categories].filter(([each]) => category === undefined || each === category);
    return all.flatMap(([, named]) => [...named.values()]) as readonly ProviderFactory[] as readonly never[];
  }

  async #load(category: string, name: string, options: { readonly signal?: AbortSignal }): Promise<void> {
    for (const source of this.#sources) {
      const factory = await source.load(category, name, options);
      if (factory === undefined) continue;
      // Whoever asked at the same time may have had it first.
      if (!this.has(category, name)) this.register(factory);
      return;
    }
    const known = await Promise.all(this.#sources.map((source) => source.names(category, options)));
    const existing = [...new Set([...this.#namesOf(category), ...known.flat()])];
    const installable = await Promise.all(
      this.#sources.map((source) => source.installable?.(category) ?? []),
    );
    throw this.#notFound(category, name, existing, new Map(installable.flatMap((each) => [...each])));
  }

  #notFound(
    category: string,
    name: string,
    existing: readonly string[],
    installable?: ReadonlyMap<string, string>,
  ) {
    return providerNotFound(category, name, { existing, installable, isSearched: this.#sources.length > 0 });
  }

  #namesOf(category: string): readonly string[] {
    return [...(this.#categories.get(category)?.keys() ?? [])];
  }
}

const keyOf = (category: string, name: string) => JSON.stringify([category, name]);
