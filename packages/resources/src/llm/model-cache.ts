import type { Logger } from "@pergola/core";
import { makeProduct } from "../ask-provider.ts";
import type { ProviderContext } from "../provider-factory.ts";
import type { ChatModel } from "./chat-model.ts";
import type { ResolvedReference } from "./resolve-reference.ts";
import { assertValidConfig } from "./validate-model.ts";

export type ProvidedReference = Extract<ResolvedReference, { kind: "provided" }>;

interface ClosableModel {
  close?(): Promise<void> | void;
}

/** Makes each model once, however many ask for it at the same time. A failed attempt is forgotten. */
export class ModelCache {
  readonly #models = new Map<string, Promise<ChatModel>>();
  readonly #lifetime = new AbortController();
  readonly #env: ProviderContext["env"];
  readonly #logger: Logger;

  constructor(env: ProviderContext["env"], logger: Logger) {
    this.#env = env;
    this.#logger = logger;
  }

  get(reference: ProvidedReference): Promise<ChatModel> {
    const existing = this.#models.get(reference.key);
    if (existing !== undefined) return existing;
    const making = this.#make(reference);
    this.#models.set(reference.key, making);
    making.catch(() => this.#models.delete(reference.key));
    return making;
  }

  /** Ends what is being made and closes every model that has a `close`. @throws what the first failing one threw */
  async close(): Promise<void> {
    this.#lifetime.abort();
    const made = await Promise.allSettled(this.#models.values());
    const closing = made.map(async (result) => {
      if (result.status === "fulfilled") await (result.value as ClosableModel).close?.();
    });
    const failed = (await Promise.allSettled(closing)).find((result) => result.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }

  async #make(reference: ProvidedReference): Promise<ChatModel> {
    assertValidConfig(reference, this.#env);
    const logger = this.#logger.child({ model: reference.id });
    return makeProduct(reference.factory, reference.config, {
      signal: this.#lifetime.signal,
      env: this.#env,
      logger,
    });
  }
}
