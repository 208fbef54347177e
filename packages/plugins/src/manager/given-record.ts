import type { PluginRecord } from "../catalog/plugin-record.ts";
import { definePlugin } from "../define-plugin.ts";
import type { Plugin } from "../plugin.ts";

/** The record of a plugin that was given in code. @throws PLUGIN_INVALID */
export function givenRecord(plugin: Plugin): PluginRecord {
  const given: Plugin = definePlugin(plugin);
  const { name, version, contributes } = given;
  const claims = (contributes.providers ?? []).map(({ category, name }) => ({ category, name }));
  return { origin: "registered", name, version, claims, given };
}
