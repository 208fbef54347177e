/** What a plugin can be begun with. */
export const PLUGIN_KINDS = ["llm", "step", "tool"] as const;
export type PluginKind = (typeof PLUGIN_KINDS)[number];
