import type { CachedModel } from "./cached-model.ts";
import type { ChatModel } from "./chat-model.ts";
import type { ModelCache, ProvidedReference } from "./model-cache.ts";

/** The models that one call uses: none of them is closed before it has let go of them. */
export class HeldModels {
  readonly #cache: ModelCache;
  readonly #held = new Set<CachedModel>();

  constructor(cache: ModelCache) {
    this.#cache = cache;
  }

  /** A promise only while it is being made. */
  get(reference: ProvidedReference): ChatModel | Promise<ChatModel> {
    const entry = this.#cache.entry(reference);
    if (!this.#held.has(entry)) {
      entry.users += 1;
      this.#held.add(entry);
    }
    return entry.made ?? entry.making;
  }

  letGo(): void {
    for (const entry of this.#held) entry.users -= 1;
    this.#held.clear();
    this.#cache.trim();
  }
}
