import { pluginErrors } from "../errors.ts";
import type { PluginManifest } from "../manifest/plugin-manifest.ts";
import { loadSemver } from "../semver.ts";

/** @param running the version that runs. @throws PLUGIN_INCOMPATIBLE */
export async function assertCompatible({ name, engines }: PluginManifest, running: string): Promise<void> {
  const { satisfies } = await loadSemver();
  if (satisfies(running, engines.pergola, { includePrerelease: true })) return;
  throw pluginErrors.create("PLUGIN_INCOMPATIBLE", {
    message: `The plugin "${name}" is for Pergola ${engines.pergola}; this is ${running}.`,
    hint: "Install a version of the plugin that fits, or a version of Pergola in that range.",
    details: { plugin: name, expected: engines.pergola, received: running },
  });
}
