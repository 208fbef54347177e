export type { ConfigProblem, ProviderContext, ProviderFactory, ProviderProducts } from "@pergola/resources";
export { invalidProviderConfig, isProviderFactory, lazySchema, schemaProblems } from "@pergola/resources";
export type { Contribution, ContributionSource } from "./contribution-source.ts";
export { definePlugin } from "./define-plugin.ts";
export type { DiscoverOptions } from "./discovery/discover.ts";
export type { PluginOrigin } from "./discovery/plugin-origin.ts";
export { pluginErrors } from "./errors.ts";
export { type LangChainPackagesOptions, langChainPackages } from "./langchain/langchain-packages.ts";
export { pluginIntegrity } from "./load/plugin-integrity.ts";
export { createPluginManager } from "./manager/create-plugin-manager.ts";
export type { PluginDiagnostic } from "./manager/plugin-diagnostic.ts";
export type { PluginInfo } from "./manager/plugin-info.ts";
export type { PluginManager } from "./manager/plugin-manager.ts";
export type { PluginManagerOptions } from "./manager/plugin-manager-options.ts";
export type {
  ManifestContributions,
  ManifestExample,
  PluginManifest,
  ProviderClaim,
} from "./manifest/plugin-manifest.ts";
export type { ContributionKind, Plugin, PluginContributions } from "./plugin.ts";
