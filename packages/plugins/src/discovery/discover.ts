import { basename, join } from "node:path";
import type { PergolaError } from "@pergola/core";
import { type Candidate, folderCandidate, packageCandidate } from "./candidate.ts";
import { unreadable } from "./discovery-errors.ts";
import { packageFolders } from "./find-package.ts";
import { mapLimited } from "./map-limited.ts";
import type { PluginFiles } from "./plugin-files.ts";
import type { PluginOrigin } from "./plugin-origin.ts";
import { nearestProject } from "./project-dependencies.ts";

/** Where to look. */
export interface DiscoveryPlaces {
  /** The project's folder, or one inside it. */
  readonly cwd: string;
  /** Folder of the project's own plugins. */
  readonly pluginsFolder: string | undefined;
  /** Folder of the user's plugins. */
  readonly userFolder: string | undefined;
  /** Packages besides the project's dependencies. */
  readonly packages: Iterable<string>;
}

/** What is there, in the order in which it wins, and places that could not be read. */
export interface Discovery {
  readonly candidates: readonly Candidate[];
  readonly problems: readonly PergolaError[];
}

export interface DiscoverOptions {
  /** Only this package. */
  readonly packageName?: string;
  readonly signal?: AbortSignal;
}

/** Reads the manifests of all places, each once, and nothing else. Runs nothing. */
export async function discover(
  files: PluginFiles,
  places: DiscoveryPlaces,
  options: DiscoverOptions = {},
): Promise<Discovery> {
  const parts = [
    await inFolder(files, places.pluginsFolder, "folder", options),
    await dependencies(files, places, options),
    await inFolder(files, places.userFolder, "user", options),
  ];
  const candidates = parts.flatMap((part) => part.candidates);
  return { candidates, problems: parts.flatMap(({ problems }) => problems) };
}

async function inFolder(
  files: PluginFiles,
  folder: string | undefined,
  origin: PluginOrigin,
  { packageName, signal }: DiscoverOptions,
): Promise<Discovery> {
  if (folder === undefined) return { candidates: [], problems: [] };
  try {
    const directories = await pluginDirectories(files, folder);
    const found = await mapLimited(directories, (each) => folderCandidate(files, each, origin), signal);
    const candidates = found.filter((each) => each !== undefined);
    return { candidates: candidates.filter((each) => isAbout(each, packageName)), problems: [] };
  } catch (error) {
    if (signal?.aborted) throw error;
    return { candidates: [], problems: [unreadable(folder, error)] };
  }
}

/** The folders in a folder of plugins; one that begins with `@` holds the packages of a scope. */
async function pluginDirectories(files: PluginFiles, folder: string): Promise<readonly string[]> {
  const names = (await files.folders(folder)) ?? [];
  const nested = names.map(async (name) => {
    if (!name.startsWith("@")) return [join(folder, name)];
    return ((await files.folders(join(folder, name))) ?? []).map((inner) => join(folder, name, inner));
  });
  return (await Promise.all(nested)).flat();
}

function isAbout({ parsed, directory }: Candidate, packageName: string | undefined): boolean {
  if (packageName === undefined) return true;
  const name = parsed.kind === "manifest" ? parsed.manifest.name : parsed.name;
  return (name ?? basename(directory)) === packageName;
}

async function dependencies(
  files: PluginFiles,
  { cwd, packages }: DiscoveryPlaces,
  { packageName, signal }: DiscoverOptions,
): Promise<Discovery> {
  const project = await nearestProject(files, cwd);
  const names =
    packageName === undefined ? [...new Set([...project.dependencies, ...packages])].sort() : [packageName];
  const found = await mapLimited(
    names,
    (name) => packageCandidate(files, packageFolders(name, project.directory)),
    signal,
  );
  return { candidates: found.filter((each) => each !== undefined), problems: [] };
}
