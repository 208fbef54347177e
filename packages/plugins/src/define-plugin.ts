import { nearestName } from "@pergola/core";
import { CONTRIBUTION_KINDS, contributionProblems } from "./contribution-problems.ts";
import { pluginErrors } from "./errors.ts";
import type { Plugin } from "./plugin.ts";

/**
 * Declares a plugin, with types and with a check of what it contributes.
 *
 * @throws PLUGIN_INVALID naming everything that is wrong
 */
export function definePlugin<const Definition extends Plugin>(plugin: Definition): Readonly<Definition> {
  const problems = pluginProblems(plugin);
  if (problems.length === 0)
    return Object.freeze({ ...plugin, contributes: Object.freeze({ ...plugin.contributes }) });
  throw invalidPlugin(plugin, problems);
}

/** Everything that keeps a value from being a plugin, a sentence each. */
export function pluginProblems(value: unknown): readonly string[] {
  const { name, version, contributes } = (value ?? {}) as Partial<Record<keyof Plugin, unknown>>;
  return [
    ...(typeof name === "string" && name !== "" ? [] : ["name is a text that is not empty."]),
    ...(typeof version === "string" && version !== "" ? [] : ['version is a text, for example "1.0.0".']),
    ...contributionProblems(contributes),
    ...strayProblems(value),
  ];
}

const PARTS = ["name", "version", "contributes"];

/** Keys that were meant as a part of a plugin or as a kind of contributions. Others are the plugin's own. */
function strayProblems(value: unknown): readonly string[] {
  const entries = Object.entries(Object(value) as object);
  const lacking = PARTS.filter((part) => !entries.some(([key]) => key === part));
  return entries.flatMap(([key, each]) => {
    if (PARTS.includes(key)) return [];
    const part = nearestName(key, lacking);
    if (part !== undefined) return [`There is no "${key}"; did you mean "${part}"?`];
    const kind = Array.isArray(each) ? nearestName(key, CONTRIBUTION_KINDS, 1) : undefined;
    return kind === undefined ? [] : [`"${key}" belongs into contributes: { ${kind}: [] }.`];
  });
}

/** Whether `value` was meant as a plugin: it says what it contributes. */
export function looksLikePlugin(value: unknown): boolean {
  return typeof value === "object" && value !== null && "contributes" in value;
}

function invalidPlugin(value: unknown, problems: readonly string[]) {
  const { name } = (value ?? {}) as { readonly name?: unknown };
  const subject = typeof name === "string" && name !== "" ? `The plugin "${name}"` : "A plugin";
  return pluginErrors.create("PLUGIN_INVALID", {
    message: `${subject} is not complete: ${problems.join(" ")}`,
    hint: "A plugin is { name, version, contributes: { providers: [], tools: [], … } }.",
    details: { problems },
  });
}
