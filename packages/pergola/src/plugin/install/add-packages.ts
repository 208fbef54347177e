import type { CliContext } from "../../cli/cli-context.ts";
import { installedUnderNoName } from "./install-errors.ts";
import type { InstallTarget } from "./install-target.ts";
import { type InstalledPackage, installedPackage } from "./installed-package.ts";
import { addCommand, type ManagerCommand } from "./manager-command.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { orAsBefore } from "./or-as-before.ts";
import { versionToPin } from "./own-version.ts";
import { packageManagerOf, stateFiles } from "./package-manager.ts";
import { projectOf } from "./project.ts";
import { nameOfTarball, packageFolder, wantedPackages } from "./project-packages.ts";
import { runManager } from "./run-manager.ts";

type PackageTarget = Exclude<InstallTarget, { readonly kind: "folder" }>;

/** What was run, and what is there now. */
export interface Added {
  readonly commands: readonly ManagerCommand[];
  readonly packages: readonly InstalledPackage[];
}

/**
 * Adds packages to the project around the working folder, each pinned to the version that came. If it fails, what the
 * project asks for is as it was.
 */
export async function addPackages(
  targets: readonly PackageTarget[],
  { dryRun = false }: { readonly dryRun?: boolean },
  context: CliContext,
): Promise<Added> {
  const project = projectOf(context.cwd);
  const manager = await packageManagerOf(project);
  const specs = targets.map(({ spec }) => spec);
  const add = addCommand(manager, specs, project);
  if (dryRun) return { commands: [add], packages: [] };
  const work = async () => {
    await runManager(add, context);
    const names = await Promise.all(targets.map((each) => nameOf(each, project)));
    const loose = await notPinned(targets, project);
    const pin = loose.length === 0 ? undefined : addCommand(manager, loose, project);
    if (pin !== undefined) {
      await runManager(pin, context);
      await notPinned(targets, project); // What came the second time is what it says, too.
    }
    return { names, commands: pin === undefined ? [add] : [add, pin] };
  };
  const { names, commands } = await oneAtATime(
    project,
    () => orAsBefore(stateFiles(manager, project), work),
    context,
  );
  const packages: InstalledPackage[] = [];
  for (const name of names)
    packages.push(await installedPackage(name, { manager, project, signal: context.signal }));
  return { commands, packages };
}

/** Under which name the project has it now. @throws INSTALL_FAILED when it has it not */
async function nameOf(target: PackageTarget, project: string): Promise<string> {
  const isPackage = target.kind === "package";
  const name = isPackage ? target.name : await nameOfTarball(target.spec, project);
  if (name === undefined || !(await wantedPackages(project)).has(name))
    throw installedUnderNoName(isPackage ? target.name : target.spec);
  return name;
}

/** Some package managers keep a range although they were asked for the exact version: these are added once more, by it. */
async function notPinned(targets: readonly PackageTarget[], project: string): Promise<readonly string[]> {
  const wanted = await wantedPackages(project);
  const exact = await Promise.all(
    targets.map(async (target) => {
      if (target.kind !== "package") return undefined;
      const folder = await packageFolder(target.name, project);
      if (folder === undefined) return undefined;
      const version = versionToPin(target.name, wanted.get(target.name) ?? "", folder);
      return version === undefined ? undefined : `${target.name}@${version}`;
    }),
  );
  return exact.filter((each) => each !== undefined);
}
