import type { CliContext } from "../../cli/cli-context.ts";
import { installedUnderNoName } from "./install-errors.ts";
import type { InstallTarget } from "./install-target.ts";
import { type InstalledPackage, installedPackage } from "./installed-package.ts";
import { addCommand, type ManagerCommand } from "./manager-command.ts";
import { packageManagerOf } from "./package-manager.ts";
import { projectOf } from "./project.ts";
import { nameOfTarball, packageFolder, wantedPackages } from "./project-packages.ts";
import { runManager } from "./run-manager.ts";

type PackageTarget = Exclude<InstallTarget, { readonly kind: "folder" }>;

/** What was run, and what is there now. */
export interface Added {
  readonly commands: readonly ManagerCommand[];
  readonly packages: readonly InstalledPackage[];
}

/** Adds packages to the project around the working folder, each pinned to the version that came. */
export async function addPackages(
  targets: readonly PackageTarget[],
  { dryRun = false }: { readonly dryRun?: boolean },
  context: CliContext,
): Promise<Added> {
  const project = projectOf(context.cwd);
  const manager = await packageManagerOf(project);
  const add = addCommand(
    manager,
    targets.map(({ spec }) => spec),
    project,
  );
  if (dryRun) return { commands: [add], packages: [] };
  await runManager(add, context);
  const loose = await notPinned(targets, project);
  const pin = loose.length === 0 ? undefined : addCommand(manager, loose, project);
  if (pin !== undefined) await runManager(pin, context);
  const packages: InstalledPackage[] = [];
  for (const target of targets) {
    const name = target.kind === "package" ? target.name : await nameOfTarball(target.spec, project);
    if (name === undefined) throw installedUnderNoName(target.spec);
    packages.push(await installedPackage(name, { manager, project, signal: context.signal }));
  }
  return { commands: pin === undefined ? [add] : [add, pin], packages };
}

/** Some package managers keep a range although they were asked for the exact version: these are added once more, by it. */
async function notPinned(targets: readonly PackageTarget[], project: string): Promise<readonly string[]> {
  const wanted = await wantedPackages(project);
  const exact = await Promise.all(
    targets.map(async (target) => {
      if (target.kind !== "package") return undefined;
      const folder = await packageFolder(target.name, project);
      const isPinned = folder === undefined || wanted.get(target.name) === folder.version;
      return isPinned ? undefined : `${target.name}@${folder.version}`;
    }),
  );
  return exact.filter((each) => each !== undefined);
}
