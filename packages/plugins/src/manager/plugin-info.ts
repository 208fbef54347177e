import { announcedKinds, announcedNames } from "../catalog/announced.ts";
import type { PluginRecord } from "../catalog/plugin-record.ts";
import type { PluginOrigin } from "../discovery/plugin-origin.ts";
import type { ProviderClaim } from "../manifest/plugin-manifest.ts";

/** A plugin that was found. */
export interface PluginInfo {
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  readonly origin: PluginOrigin;
  /** Its folder, symbolic links resolved; none when it was given in code. */
  readonly directory?: string;
  /** Providers that it announces. */
  readonly providers: readonly ProviderClaim[];
  /** Names of what else it announces, by kind, for example `{ tools: ["weather"] }`. */
  readonly contributes: Readonly<Record<string, readonly string[]>>;
  /**
   * `found`: can be used, its code has not run. `loaded`: its code has run. `shadowed`: one of the same name came
   * first. `unusable`: `diagnostics()` says why.
   */
  readonly status: "found" | "loaded" | "shadowed" | "unusable";
}

export function pluginInfo(record: PluginRecord, status: PluginInfo["status"]): PluginInfo {
  const { name, version, origin, directory, claims, manifest } = record;
  const { description } = manifest ?? {};
  return {
    name,
    origin,
    providers: claims,
    contributes: Object.fromEntries(
      announcedKinds(record).map((kind) => [kind, announcedNames(record, kind)]),
    ),
    status,
    ...(version !== undefined && { version }),
    ...(description !== undefined && { description }),
    ...(directory !== undefined && { directory }),
  };
}
