import type { ProviderFactory } from "./provider-factory.ts";

/** Where providers come from that nobody gave by hand: installed packages, a folder, a catalogue. */
export interface ProviderSource {
  /** Names that it has in a category. Loads no code. */
  names(category: string, options?: { readonly signal?: AbortSignal }): Promise<readonly string[]>;
  /** Names that it would have, each with what to install for it: for hints. Default: none. */
  installable?(category: string): Promise<ReadonlyMap<string, string>>;
  /**
   * Undefined when it has none of that name.
   *
   * @throws when it has one that cannot be loaded: that is never "not found"
   */
  load(
    category: string,
    name: string,
    options?: { readonly signal?: AbortSignal },
  ): Promise<ProviderFactory | undefined>;
}
