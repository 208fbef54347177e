import { folderCandidate } from "../discovery/candidate.ts";
import { diskFiles } from "../discovery/plugin-files.ts";
import { announced, contributed } from "../load/to-plugin.ts";
import { diagnosticsOf } from "../manager/plugin-diagnostic.ts";
import type { PluginManifest } from "../manifest/plugin-manifest.ts";
import type { Plugin } from "../plugin.ts";
import type { PluginSubject } from "./plugin-subject.ts";

/** The manifest in a folder, or why there is none. */
export async function readPluginManifest(
  directory: string,
): Promise<{ readonly manifest?: PluginManifest; readonly defects: readonly string[] }> {
  const found = await folderCandidate(diskFiles, directory, "registered");
  if (found === undefined)
    return { defects: [`${directory} has no plugin.json, and no package.json with a "pergola" field.`] };
  if (found.parsed.kind === "manifest") return { manifest: found.parsed.manifest, defects: [] };
  const told = diagnosticsOf(found.parsed.error, { severity: "error", file: found.file });
  return { defects: told.map(({ line, message }) => `${found.file}:${line ?? 1} ${message}`) };
}

/** Everything that is wrong with a plugin's manifest, or differs from its code; a sentence each. */
export async function manifestDefects({ directory, plugin }: PluginSubject): Promise<readonly string[]> {
  const { manifest, defects } = await readPluginManifest(directory);
  return manifest === undefined
    ? defects
    : [...sameIdentity(manifest, plugin), ...sameNames(manifest, plugin)];
}

function sameIdentity(manifest: PluginManifest, plugin: Plugin): readonly string[] {
  return (["name", "version"] as const)
    .filter((key) => manifest[key] !== plugin[key])
    .map((key) => `The manifest says ${key} "${manifest[key]}", the code "${plugin[key]}".`);
}

function sameNames(manifest: PluginManifest, plugin: Plugin): readonly string[] {
  const said = new Set(announced(manifest));
  const has = contributed(plugin);
  return [
    ...[...said]
      .filter((each) => !has.has(each))
      .map((each) => `The code lacks what the manifest announces: ${each}.`),
    ...[...has]
      .filter((each) => !said.has(each))
      .map((each) => `Nobody finds what the manifest does not announce: ${each}.`),
  ];
}
