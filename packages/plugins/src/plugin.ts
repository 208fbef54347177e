import type { ProviderCategory, ProviderFactory } from "@pergola/resources";
import type { Tool } from "@pergola/tools";

/**
 * What a plugin may contribute: lists, by kind. Other packages add their kinds by declaration merging
 * (`declare module "@pergola/plugins" { interface PluginContributions { readonly voices?: readonly Voice[] } }`).
 */
export interface PluginContributions {
  readonly providers?: readonly ProviderFactory<ProviderCategory>[];
  readonly tools?: readonly Tool[];
}

/** A kind of contribution, for example `providers`. */
export type ContributionKind = keyof PluginContributions;

/** A package of contributions. Make one with `definePlugin`. */
export interface Plugin {
  /** The name of its package, or of its folder's manifest. */
  readonly name: string;
  /** For example `1.2.0`. */
  readonly version: string;
  readonly contributes: PluginContributions;
}
