export { pluginContract } from "./plugin-contract.ts";
export type { PluginContractGroup, PluginSubject, ProviderCase } from "./plugin-subject.ts";
