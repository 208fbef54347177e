import { Lifetime, type Logger } from "@pergola/core";
import { makeProduct } from "../ask-provider.ts";
import type { ProviderContext } from "../provider-factory.ts";
import { type CachedModel, closeModel, isClosable } from "./cached-model.ts";
import type { ChatModel } from "./chat-model.ts";
import { RecentMap } from "./recent-map.ts";
import type { ResolvedReference } from "./resolve-reference.ts";
import { assertValidConfig } from "./validate-model.ts";

export type ProvidedReference = Extract<ResolvedReference, { kind: "provided" }>;

export interface ModelCacheOptions {
  /** Models that are kept while nobody uses them. */
  readonly maxModels: number;
  readonly env: ProviderContext["env"];
  readonly logger: Logger;
  closedError(): Error;
}

/**
 * Makes each model once, however many ask for it at the same time. A failed attempt is forgotten. Of too many models those
 * go that no call uses and that were used longest ago; what is asked for again is made again.
 */
export class ModelCache {
  readonly #options: ModelCacheOptions;
  readonly #models = new RecentMap<string, CachedModel>();
  /** Gone from the cache, but still somebody's: closed at the end. */
  readonly #lent = new Set<ChatModel>();
  readonly #lifetime: Lifetime;

  constructor(options: ModelCacheOptions) {
    this.#options = options;
    this.#lifetime = new Lifetime(options.closedError);
  }

  /** A model for whoever asks, open until the cache is closed. */
  lend(reference: ProvidedReference): Promise<ChatModel> {
    const entry = this.entry(reference);
    entry.isLent = true;
    return entry.making;
  }

  /** What stands for a reference, used now. Whoever uses it counts among its users, and trims afterwards. */
  entry(reference: ProvidedReference): CachedModel {
    const existing = this.#models.get(reference.key);
    if (existing !== undefined) return existing;
    this.#lifetime.assertOpen();
    const entry: CachedModel = {
      id: reference.id,
      making: this.#make(reference).then((model) => {
        entry.made = model;
        return model;
      }),
      made: undefined,
      users: 0,
      isLent: false,
    };
    entry.making.catch(() => this.#models.delete(reference.key, entry));
    this.trim(this.#options.maxModels - 1);
    this.#models.set(reference.key, entry);
    return entry;
  }

  /** Lets go of what is too much. */
  trim(most = this.#options.maxModels): void {
    const gone = this.#models.trim(most, ({ users }) => users === 0);
    for (const entry of gone) void this.#lifetime.track(this.#retire(entry));
  }

  /** Ends what is being made and closes every model that has a `close`. @throws what the first failing one threw */
  close(): Promise<void> {
    return this.#lifetime.close(async () => {
      const made = await Promise.allSettled(this.#models.values().map(({ making }) => making));
      const models = made.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
      const closing = await Promise.allSettled([...new Set([...models, ...this.#lent])].map(closeModel));
      const failed = closing.find((each) => each.status === "rejected");
      if (failed !== undefined) throw failed.reason;
    });
  }

  async #make(reference: ProvidedReference): Promise<ChatModel> {
    const { env, logger } = this.#options;
    assertValidConfig(reference, env);
    return makeProduct(reference.factory, reference.config, {
      signal: this.#lifetime.signal,
      env,
      logger: logger.child({ model: reference.id }),
    });
  }

  async #retire({ id, making, isLent }: CachedModel): Promise<void> {
    const model = await making.catch(() => undefined);
    if (model === undefined || !isClosable(model)) return;
    // Providers may give one model for several configs.
    if (this.#models.values().some(({ made }) => made === model)) return;
    if (isLent) {
      this.#lent.add(model);
      return;
    }
    try {
      await closeModel(model);
    } catch (error) {
      // Nobody waits for it.
      this.#options.logger.warn("A model that was not used any more did not close.", { model: id, error });
    }
  }
}
