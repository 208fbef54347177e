import type { PergolaError } from "@pergola/core";
import { isProviderFactory } from "@pergola/resources";
import { looksLikePlugin, pluginProblems } from "../define-plugin.ts";
import { pluginErrors } from "../errors.ts";
import { type PluginManifest, providerClaims } from "../manifest/plugin-manifest.ts";
import type { Plugin } from "../plugin.ts";

type Exports = Readonly<Record<string, unknown>>;

/**
 * The plugin that a module exports: a plugin, a provider, a list of providers, or a function without arguments that gives
 * one of them.
 *
 * @throws PLUGIN_BAD_EXPORT; what the function throws
 */
export async function toPlugin(
  exports: Exports,
  exportName: string | undefined,
  manifest: PluginManifest,
): Promise<Plugin> {
  const exported = pick(exports, exportName, manifest);
  const value: unknown = typeof exported === "function" ? await exported() : exported;
  const plugin = asPlugin(value, manifest);
  const lacking = announced(manifest).filter((each) => !contributed(plugin).has(each));
  if (lacking.length === 0) return plugin;
  throw badExport(
    manifest,
    `announces ${lacking.join(", ")}, and its code has ${[...contributed(plugin)].join(", ") || "nothing"}`,
    "Let the manifest and the code say the same names.",
  );
}

function pick(exports: Exports, exportName: string | undefined, manifest: PluginManifest): unknown {
  const names = Object.keys(exports).filter((name) => name !== "module.exports");
  const name = exportName ?? (names.includes("default") || names.length !== 1 ? "default" : names[0]);
  if (name !== undefined && Object.hasOwn(exports, name)) return exports[name];
  const inDefault = exports.default;
  // A CommonJS module has everything in its default export.
  if (
    name !== undefined &&
    typeof inDefault === "object" &&
    inDefault !== null &&
    Object.hasOwn(inDefault, name)
  )
    return (inDefault as Exports)[name];
  throw badExport(
    manifest,
    `has no export "${name}"; it exports ${names.join(", ") || "nothing"}`,
    `Name one in the manifest: "entry": "${manifest.entry.split("#")[0]}#${names[0] ?? "plugin"}".`,
  );
}

function asPlugin(value: unknown, manifest: PluginManifest): Plugin {
  const { name, version } = manifest;
  const providers: readonly unknown[] = Array.isArray(value) && value.length > 0 ? value : [value];
  if (providers.every(isProviderFactory)) return { name, version, contributes: { providers } };
  const problems = looksLikePlugin(value) ? pluginProblems(value) : [`it is ${kindOf(value)}.`];
  if (problems.length === 0) return value as Plugin;
  throw badExport(
    manifest,
    `exports no plugin and no provider: ${problems.join(" ").replace(/\.$/, "")}`,
    "Export definePlugin({ … }), a ProviderFactory { category, name, configSchema, create }, a list of these, or a function that gives one.",
  );
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  return `an object with ${Object.keys(value).slice(0, 10).join(", ") || "nothing in it"}`;
}

/** What a manifest announces, as `providers llm/acme`, `tools weather`. */
export function announced(manifest: PluginManifest): readonly string[] {
  const { providers: _, ...lists } = manifest.contributes ?? {};
  const others = Object.entries(lists).flatMap(([kind, names]) =>
    Array.isArray(names) ? names.map((name) => `${kind} ${name}`) : [],
  );
  return [
    ...providerClaims(manifest).map(({ category, name }) => `providers ${category}/${name}`),
    ...others,
  ];
}

/** What a plugin's code has, in the same words. */
export function contributed({ contributes }: Plugin): ReadonlySet<string> {
  const names = Object.entries(contributes as Readonly<Record<string, readonly unknown[]>>).flatMap(
    ([kind, list = []]) =>
      list.map((item) => {
        const { category, name } = (item ?? {}) as Readonly<Record<string, unknown>>;
        return kind === "providers" ? `${kind} ${category}/${name}` : `${kind} ${name}`;
      }),
  );
  return new Set(names);
}

function badExport({ name, entry }: PluginManifest, what: string, hint: string): PergolaError {
  return pluginErrors.create("PLUGIN_BAD_EXPORT", {
    message: `The plugin "${name}" was found but failed to load: ${entry} ${what}.`,
    hint,
    details: { plugin: name, entry },
  });
}
