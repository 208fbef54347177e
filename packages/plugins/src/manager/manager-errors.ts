import { suggest } from "@pergola/core";
import { millisecondsRule } from "@pergola/resources";
import { pluginErrors } from "../errors.ts";

export function pluginNotFound(name: string, existing: readonly string[]) {
  return pluginErrors.create("PLUGIN_NOT_FOUND", {
    message: `Plugin not found: ${name}`,
    hint: `${existing.length === 0 ? "No plugins were found." : suggest(name, existing)} To add it: npm install ${name}.`,
    details: { plugin: name, existing },
  });
}

export function pluginDuplicate(name: string) {
  return pluginErrors.create("PLUGIN_DUPLICATE", {
    message: `A plugin named "${name}" is registered already.`,
    hint: `Register it once, or unload("${name}") first.`,
    details: { plugin: name },
  });
}

export function notAPlugin(directory: string) {
  return pluginErrors.create("PLUGIN_NOT_FOUND", {
    message: `There is no plugin in ${directory}: it has no plugin.json, and no package.json with a "pergola" field.`,
    hint: "Check the path, and that it is the folder of the manifest.",
    details: { directory },
  });
}

/** A limit that is no number would be no limit. @throws PLUGIN_OPTION_INVALID */
export function requireTimeLimit(name: string, value: number): number {
  const { isValid, expected } = millisecondsRule;
  if (isValid(value)) return value;
  const received = typeof value === "number" ? String(value) : value === null ? "null" : `a ${typeof value}`;
  throw pluginErrors.create("PLUGIN_OPTION_INVALID", {
    message: `Got ${received} as ${name} of a plugin manager; expected ${expected}.`,
    hint: `Set ${name} to ${expected}, or leave it out.`,
    details: { option: name },
  });
}

export function managerClosed() {
  return pluginErrors.create("PLUGIN_MANAGER_CLOSED", {
    message: "The plugin manager was used after close().",
    hint: "Keep it open for as long as it is used; a closed one does not open again.",
  });
}
