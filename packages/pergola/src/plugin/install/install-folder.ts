import type { CliContext } from "../../cli/cli-context.ts";
import { folderCommand, type ManagerCommand } from "./manager-command.ts";
import { packageManagerOf } from "./package-manager.ts";
import type { PluginFolder } from "./plugin-folder.ts";
import { runManager } from "./run-manager.ts";

/** Installs beside a plugin what it needs. @returns what was run for it; undefined when it needs nothing */
export async function installFolder(
  { directory, hasDependencies }: PluginFolder,
  { dryRun = false }: { readonly dryRun?: boolean },
  context: CliContext,
): Promise<ManagerCommand | undefined> {
  // Without a package.json in it a package manager would go up, and install into the project around it.
  if (!hasDependencies) return undefined;
  const command = folderCommand(await packageManagerOf(directory), directory);
  if (!dryRun) await runManager(command, context);
  return command;
}
