import { pluginErrors } from "../errors.ts";
import { loadSemver } from "../semver.ts";

/** Whether a rule (`name` or `name@range`) lets a plugin through. A range that is none lets nothing through. */
async function allows(rule: string, { name, version }: NamedVersion): Promise<boolean> {
  const at = rule.indexOf("@", 1);
  if (at === -1) return rule === name;
  const { satisfies } = await loadSemver();
  return rule.slice(0, at) === name && satisfies(version, rule.slice(at + 1), { includePrerelease: true });
}

interface NamedVersion {
  readonly name: string;
  readonly version: string;
}

/** @throws PLUGIN_NOT_ALLOWED unless a rule lets it through, or there is no list */
export async function assertAllowed(
  plugin: NamedVersion,
  list: readonly string[] | undefined,
): Promise<void> {
  if (list === undefined) return;
  for (const rule of list) if (await allows(rule, plugin)) return;
  const { name, version } = plugin;
  throw pluginErrors.create("PLUGIN_NOT_ALLOWED", {
    message: `The plugin "${name}" ${version} is not on the allow-list (${list.join(", ") || "which is empty"}).`,
    hint: `If you trust it, add "${name}@${version}" to \`allow\`.`,
    details: { plugin: name, version, allow: list },
  });
}
