import { type AnyStepStrategy, assertStepStrategy, type StepRegistry } from "@pergola/core-steps";
import type { ContributionSource } from "@pergola/plugins";
import type { ProviderSource } from "@pergola/resources";

/** Where providers are found, and step types where it has these too. */
export type InstalledSource = ProviderSource & Partial<ContributionSource>;

type StepSource = Partial<ContributionSource>;

/** Finds step types that a definition names and nobody has registered. Asks nobody while all are known. */
export class StepFinder {
  readonly #sources: readonly StepSource[];
  readonly #registry: StepRegistry;
  readonly #asked = new Set<string>();
  /** Why a type was found and cannot be used, by name. */
  readonly failures = new Map<string, unknown>();
  /** Names of what the sources have, once they were asked. */
  names: readonly string[] = [];

  /** @param registry gets what is found */
  constructor(sources: readonly StepSource[], registry: StepRegistry) {
    this.#sources = sources;
    this.#registry = registry;
  }

  /** Looks for those of the names that nobody has looked for yet. @returns whether there is something new to say of them */
  async find(names: readonly string[]): Promise<boolean> {
    const fresh = names.filter((name) => !this.#asked.has(name));
    if (fresh.length === 0) return false;
    for (const name of fresh) await this.#find(name);
    const known = this.#sources.map((source) => source.contributionNames?.("steps") ?? []);
    this.names = (await Promise.all(known)).flat();
    return true;
  }

  async #find(name: string): Promise<void> {
    this.#asked.add(name);
    try {
      const strategy = await this.#load(name);
      if (strategy === undefined) return;
      assertStepStrategy(strategy);
      this.#registry.register(name, strategy);
    } catch (error) {
      this.failures.set(name, error);
    }
  }

  async #load(name: string): Promise<AnyStepStrategy | undefined> {
    for (const source of this.#sources) {
      const found = await source.contribution?.("steps", name);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
