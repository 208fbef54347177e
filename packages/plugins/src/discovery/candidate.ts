import { join } from "node:path";
import { type ManifestText, type ParsedManifest, parseManifest } from "../manifest/parse-manifest.ts";
import { manifestTooLarge, unreadable } from "./discovery-errors.ts";
import type { PluginFiles } from "./plugin-files.ts";
import type { PluginOrigin } from "./plugin-origin.ts";

/** A folder that has a manifest, whatever that is worth. */
export interface Candidate {
  readonly origin: PluginOrigin;
  readonly directory: string;
  /** Path of the manifest. */
  readonly file: string;
  readonly parsed: ParsedManifest;
}

const MANIFESTS = [
  { name: "plugin.json", isPackageJson: false },
  { name: "package.json", isPackageJson: true },
] as const;

/** What a folder of plugins holds in one of its folders; undefined when that is no plugin. */
export async function folderCandidate(
  files: PluginFiles,
  directory: string,
  origin: PluginOrigin,
): Promise<Candidate | undefined> {
  for (const { name, isPackageJson } of MANIFESTS) {
    const found = await readManifest(files, join(directory, name), isPackageJson);
    if (found !== undefined) return { origin, directory, ...found };
  }
  return undefined;
}

/** The first of the folders that has a `package.json`, as Node would choose it; undefined when that is no plugin. */
export async function packageCandidate(
  files: PluginFiles,
  directories: readonly string[],
): Promise<Candidate | undefined> {
  for (const directory of directories) {
    const file = join(directory, "package.json");
    const read = await readText(files, file);
    if (read === undefined) continue;
    const parsed = "kind" in read ? read : await interpret({ file, isPackageJson: true, ...read });
    return parsed && { origin: "dependency", directory, file, parsed };
  }
  return undefined;
}

async function readManifest(files: PluginFiles, file: string, isPackageJson: boolean) {
  const read = await readText(files, file);
  if (read === undefined) return undefined;
  const parsed = "kind" in read ? read : await interpret({ file, isPackageJson, ...read });
  return parsed && { file, parsed };
}

type Broken = Extract<ParsedManifest, { kind: "broken" }>;

async function readText(files: PluginFiles, file: string) {
  try {
    return await files.read(file);
  } catch (cause) {
    return { kind: "broken", error: unreadable(file, cause), claims: [] } satisfies Broken;
  }
}

async function interpret(source: ManifestText & { readonly isTooLarge: boolean }) {
  if (!source.isTooLarge) return parseManifest(source);
  if (source.isPackageJson && !source.text.includes('"pergola"')) return undefined;
  return { kind: "broken", error: manifestTooLarge(source.file), claims: [] } satisfies Broken;
}
