import type { Closable } from "@pergola/core";
import type { ProviderCategory, ProviderProducts, ProviderSource } from "@pergola/resources";
import type { Contribution, ContributionSource } from "../contribution-source.ts";
import type { DiscoverOptions } from "../discovery/discover.ts";
import type { ContributionKind, Plugin } from "../plugin.ts";
import type { PluginDiagnostic } from "./plugin-diagnostic.ts";
import type { PluginInfo } from "./plugin-info.ts";

/** How to wait for something that others may wait for too. */
export interface Waiting {
  /** Ends the wait; what others wait for goes on. */
  readonly signal?: AbortSignal;
}

/**
 * Finds plugins by their manifests and loads their code when something of them is first needed. It is a source of
 * providers: `createProviderRegistry([], { sources: [manager] })`. Installs nothing.
 */
export interface PluginManager extends ProviderSource, ContributionSource, Closable {
  /**
   * Adds a plugin before all that are found: one made in code, or the one in a folder.
   *
   * @throws PLUGIN_INVALID, PLUGIN_DUPLICATE; for a folder PLUGIN_NOT_FOUND. A folder with a defect is a diagnostic.
   */
  register(plugin: Plugin | { readonly directory: string }): Promise<void>;
  /**
   * Reads the manifests of all places again, or looks for one package. Runs no code of a plugin. Not needed before the
   * other methods: they do it when nobody did.
   *
   * @returns what was found now; `list()` has everything
   */
  discover(options?: DiscoverOptions): Promise<readonly PluginInfo[]>;
  /** What is known so far, in the order in which it wins. */
  list(): readonly PluginInfo[];
  /** Everything that is wrong with plugins so far, failed attempts to load them included. */
  diagnostics(): readonly PluginDiagnostic[];
  /** A plugin, its code loaded. @throws PLUGIN_NOT_FOUND with what exists; why it cannot be used or loaded */
  get(name: string, options?: Waiting): Promise<Plugin>;
  /** Everything of one kind, for example `tools`, of all plugins that announce some; loads those. */
  contributions<Kind extends ContributionKind>(
    kind: Kind,
    options?: Waiting,
  ): Promise<readonly Contribution<Kind>[]>;
  /**
   * What a provider makes of a config. It belongs to the caller, who closes it.
   *
   * @throws PROVIDER_NOT_FOUND with what exists, PROVIDER_CONFIG_INVALID; why its plugin cannot be used or loaded
   */
  createProvider<Category extends ProviderCategory>(
    category: Category,
    name: string,
    config?: unknown,
    options?: Waiting,
  ): Promise<ProviderProducts[Category]>;
  createProvider(category: string, name: string, config?: unknown, options?: Waiting): Promise<unknown>;
  /**
   * Forgets a plugin until `discover` finds it again; false when there is none. Node keeps modules, so its code stays in
   * memory, and what its providers made goes on.
   */
  unload(name: string): Promise<boolean>;
}
