import type { AgentConfig, AgentConfigProblem } from "@pergola/config";
import { type StepRegistry, stepErrors } from "@pergola/core-steps";
import type { Plugin } from "@pergola/plugins";
import { problemOf } from "./problem-of.ts";

/** A definition with the providers and tools of a plugin. What is no plugin adds nothing; `withPluginSteps` names it. */
export function withContributions(config: AgentConfig, plugin: Plugin): AgentConfig {
  const { providers, tools } = contributionsOf(plugin) ?? {};
  const given = listOf(providers).reduce<AgentConfig>(
    (next, provider) => next.withProvider(provider),
    config,
  );
  return given.withTools(listOf(tools));
}

/** A registry below `registry` with the step types of plugins, and what is wrong with them. */
export async function withPluginSteps(registry: StepRegistry, plugins: readonly Plugin[] = []) {
  const types = registry.child();
  if (plugins.length === 0) return { types, problems: [] };
  const { definePlugin } = await import("@pergola/plugins");
  const problems = plugins.flatMap((plugin, index) => {
    const path = ["plugins", index];
    const refused = problemOf(path, () => isPlugin(plugin) && definePlugin(toldElsewhere(plugin)));
    return [...refused, ...registerSteps(types, plugin, path)];
  });
  return { types, problems };
}

const isPlugin = (plugin: Plugin): boolean => contributionsOf(plugin) !== undefined;

/** Without the providers, tools and step types: each is checked where the agent has it. */
function toldElsewhere(plugin: Plugin): Plugin {
  const { providers, tools, steps, ...others } = plugin.contributes;
  const emptied = Object.entries({ providers, tools, steps }).map(([kind, list]) => [
    kind,
    Array.isArray(list) ? [] : list,
  ]);
  return { ...plugin, contributes: { ...others, ...Object.fromEntries(emptied) } };
}

function registerSteps(
  types: StepRegistry,
  plugin: Plugin,
  path: AgentConfigProblem["path"],
): readonly AgentConfigProblem[] {
  const contributes = contributionsOf(plugin);
  if (contributes === undefined)
    return [
      {
        path,
        message: "This is no plugin: it does not say what it contributes.",
        hint: "Make it with definePlugin({ name, version, contributes }) of @pergola/plugins.",
      },
    ];
  return listOf(contributes.steps).flatMap((strategy, index) =>
    problemOf([...path, "steps", index], () => {
      if (types.has(strategy?.name)) throw isTaken(strategy.name, plugin.name);
      types.register(strategy);
    }),
  );
}

function contributionsOf(plugin: Plugin): Partial<Plugin["contributes"]> | undefined {
  const { contributes } = (plugin ?? {}) as Partial<Plugin>;
  return typeof contributes === "object" && contributes !== null ? contributes : undefined;
}

const listOf = <Item>(list: readonly Item[] | undefined): readonly Item[] =>
  Array.isArray(list) ? list : [];

function isTaken(name: string, plugin: string) {
  return stepErrors.create("DUPLICATE_STEP_TYPE", {
    message: `The plugin "${plugin}" has a step type "${name}", and there is one of that name already.`,
    hint: "Rename it in the plugin. To replace a step type, register it with { override: true } in a registry of your own.",
    details: { name, plugin },
  });
}
