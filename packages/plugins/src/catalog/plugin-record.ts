import type { PergolaError } from "@pergola/core";
import type { PluginOrigin } from "../discovery/plugin-origin.ts";
import type { PluginManifest, ProviderClaim } from "../manifest/plugin-manifest.ts";
import type { Plugin } from "../plugin.ts";

/** A plugin as far as it is known before its code runs. */
export interface PluginRecord {
  readonly origin: PluginOrigin;
  readonly name: string;
  readonly version?: string;
  /** Providers that it announces. */
  readonly claims: readonly ProviderClaim[];
  /** Its manifest, when that is sound. */
  readonly manifest?: PluginManifest;
  /** Folder of the plugin, symbolic links resolved, and its manifest. None when it was given in code. */
  readonly directory?: string;
  readonly file?: string;
  /** When it was given in code. */
  readonly given?: Plugin;
  /** Why it cannot be used. */
  readonly problem?: PergolaError;
}

/** Plugins that it needs, and the ranges of their versions. */
export const requirementsOf = ({ manifest }: PluginRecord): readonly (readonly [string, string])[] =>
  Object.entries(manifest?.requires ?? {});
