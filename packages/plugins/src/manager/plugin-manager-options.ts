import type { Clock, Logger } from "@pergola/core";
import type { ProviderContext } from "@pergola/resources";

export interface PluginManagerOptions {
  /** Folder of the project, or one inside it. Default: the working directory. */
  readonly cwd?: string;
  /** Folder of the project's own plugins, from `cwd`; false: none. Default `plugins`. */
  readonly pluginsFolder?: string | false;
  /** Folder of the user's plugins; false: none. Default `~/.pergola/plugins`. */
  readonly userFolder?: string | false;
  /** The only plugins that may be used, as `name` or `name@range`. Default: all. Those registered are always allowed. */
  readonly allow?: readonly string[];
  /** Pins by name of the plugin, from `pluginIntegrity`; checked right before its code runs. Default: none. */
  readonly integrity?: Readonly<Record<string, string>>;
  /** Longest that the code of a plugin may take to load, in milliseconds. Default 10 000. */
  readonly loadTimeoutMs?: number;
  /** What `engines.pergola` of a manifest is compared with. Default: the version of this package. */
  readonly version?: string;
  /** For the providers that it creates. Default `process.env`. */
  readonly env?: ProviderContext["env"];
  /** Default: silent. */
  readonly logger?: Logger;
  readonly clock?: Clock;
}
