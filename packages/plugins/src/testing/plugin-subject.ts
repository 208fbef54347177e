import type { ProviderContext } from "@pergola/resources";
import type { Plugin } from "../plugin.ts";

/**
 * The parts of the suite. `manifest`: that it is right and says what the code has; `package`: what is published, and the
 * README; `providers`: what they take, refuse and make.
 */
export type PluginContractGroup = "manifest" | "package" | "providers";

/** Configs of one provider. */
export interface ProviderCase {
  /** One that is right. What it makes is closed again, and must need no network. */
  readonly config: unknown;
  /** One that must be refused. Default: `{ "no such option": 1 }`. */
  readonly wrong?: unknown;
  /** Environment variables that it may read. Default: none. */
  readonly env?: ProviderContext["env"];
}

/** What the suite needs to know of a plugin. */
export interface PluginSubject {
  /** What its entry exports. */
  readonly plugin: Plugin;
  /** Folder of its manifest. */
  readonly directory: string;
  /** A case for each of its providers, as `category/name`. Default: none, which is right for a plugin without providers. */
  readonly providers?: Readonly<Record<string, ProviderCase>>;
  /** Groups that do not fit, each with the reason. They are left out, and the report names them. */
  readonly skip?: Partial<Readonly<Record<PluginContractGroup, string>>>;
}
