import { createPluginManager } from "@pergola/plugins";
import type { CliContext } from "../../cli/cli-context.ts";
import { notInstalled } from "./install-errors.ts";
import type { FolderReport } from "./install-report.ts";
import { folderCommand, type ManagerCommand } from "./manager-command.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { orAsBefore } from "./or-as-before.ts";
import { packageManagerOf, stateFiles } from "./package-manager.ts";
import type { PluginFolder } from "./plugin-folder.ts";
import { packageFolder } from "./project-packages.ts";
import { runManager } from "./run-manager.ts";

/** Installs beside a plugin what it needs. @returns what was run for it; undefined when it needs nothing */
export async function installFolder(
  folder: PluginFolder,
  { dryRun = false }: { readonly dryRun?: boolean },
  context: CliContext,
): Promise<ManagerCommand | undefined> {
  const { directory, hasDependencies } = folder;
  // Without a package.json in it a package manager would go up, and install into the project around it.
  if (!hasDependencies) return undefined;
  const command = folderCommand(await packageManagerOf(directory), directory);
  if (dryRun) return command;
  const work = async () => {
    await runManager(command, context);
    const missing = await notThere(folder.dependencies, directory);
    if (missing.length > 0) throw notInstalled(missing, directory);
  };
  await oneAtATime(directory, () => orAsBefore(stateFiles(command.manager, directory), work), context);
  return command;
}

/** What there is to say of a plugin whose own packages are there. */
export async function folderReport(
  folder: PluginFolder,
  { dryRun = false, isInstalled }: { readonly dryRun?: boolean | undefined; readonly isInstalled: boolean },
  { cwd, signal }: CliContext,
): Promise<FolderReport> {
  if (dryRun) return { ...folder, isInstalled: false, lacks: [], isFound: true };
  const lacks = (await managesFolders(folder.directory))
    ? await notThere(folder.peers, folder.directory)
    : [];
  return { ...folder, isInstalled, lacks, isFound: await isFoundFrom(cwd, folder, signal) };
}

/** Yarn may keep packages in archives, where nobody else sees them. */
const managesFolders = async (directory: string) => (await packageManagerOf(directory)) !== "yarn-berry";

/** Those of the packages that Node would not find from a folder. */
async function notThere(names: readonly string[], directory: string): Promise<readonly string[]> {
  const found = await Promise.all(names.map((name) => packageFolder(name, directory)));
  return names.filter((_, index) => found[index] === undefined);
}

async function isFoundFrom(cwd: string, { directory }: PluginFolder, signal: AbortSignal): Promise<boolean> {
  const plugins = createPluginManager({ cwd });
  try {
    await plugins.discover({ signal });
    return plugins.list().some((each) => each.directory === directory);
  } finally {
    await plugins.close();
  }
}
