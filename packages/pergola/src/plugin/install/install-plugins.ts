import type { CliContext } from "../../cli/cli-context.ts";
import { addPackages } from "./add-packages.ts";
import { lackingPackages, unusablePackages } from "./install-errors.ts";
import { folderReport, installFolder } from "./install-folder.ts";
import { type InstallReport, writeReport } from "./install-report.ts";
import { type InstallTarget, installTarget } from "./install-target.ts";
import { pluginFolder, pluginFoldersOf } from "./plugin-folder.ts";

/** How plugins are installed. */
export interface InstallOptions {
  /** Says what would run, and runs nothing. Default false. */
  readonly dryRun?: boolean;
  /** Default false. */
  readonly json?: boolean;
}

/**
 * `pergola plugin install`: packages into the project, and beside plugins that are folders what they need. Everything that
 * is asked for is looked at before the first process is started.
 *
 * @throws INVALID_USAGE, PROJECT_NOT_FOUND, PACKAGE_MANAGER_MISSING, INSTALL_FAILED, NOT_A_PLUGIN, PLUGINS_UNUSABLE,
 * INTERRUPTED
 */
export async function installPlugins(
  asked: readonly string[],
  options: InstallOptions,
  context: CliContext,
): Promise<void> {
  const { cwd, signal } = context;
  const targets = await Promise.all(asked.map((each) => installTarget(each, cwd)));
  const paths = targets.filter((each) => each.kind === "folder");
  const folders =
    asked.length === 0
      ? await pluginFoldersOf(cwd, signal)
      : await Promise.all(paths.map(({ path }) => pluginFolder(path)));
  const packages = targets.filter(isPackage);
  const added = packages.length === 0 ? undefined : await addPackages(packages, options, context);
  const report: InstallReport = {
    commands: [...(added?.commands ?? [])],
    packages: [...(added?.packages ?? [])],
    folders: [],
  };
  for (const folder of folders) {
    const command = await installFolder(folder, options, context);
    if (command !== undefined) report.commands.push(command);
    const isInstalled = command !== undefined;
    report.folders.push(await folderReport(folder, { dryRun: options.dryRun, isInstalled }, context));
  }
  await writeReport(report, options, context);
  const failure = unusablePackages(report.packages) ?? (await lackingPackages(report.folders));
  if (failure !== undefined) throw failure;
}

const isPackage = (target: InstallTarget): target is Exclude<InstallTarget, { readonly kind: "folder" }> =>
  target.kind !== "folder";
