import { existsSync } from "node:fs";
import { join } from "node:path";
import { type PackageManager, programOf } from "./package-manager.ts";

/** A program, and where it runs. No shell reads it: every argument is one as it stands. */
export interface ManagerCommand {
  readonly manager: PackageManager;
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** For each: add a package, pin its version, run no script of it. */
const ADD: Readonly<Record<PackageManager, readonly string[]>> = {
  npm: ["install", "--save-exact", "--ignore-scripts", "--no-audit", "--no-fund", "--"],
  pnpm: ["add", "--save-exact", "--ignore-scripts"],
  yarn: ["add", "--exact", "--ignore-scripts", "--non-interactive"],
  "yarn-berry": ["add", "--exact", "--mode=skip-build"],
  bun: ["add", "--exact", "--ignore-scripts"],
};

type FolderManager = Exclude<PackageManager, "yarn" | "yarn-berry">;

/**
 * For each: install beside a plugin what it needs when it runs, whatever workspace is around it, without scripts and
 * without what its own settings would let run. Peers are the host's: a second copy of them would be another Pergola.
 */
const INSTALL: Readonly<Record<FolderManager, readonly string[]>> = {
  npm: [
    "install",
    "--prefix=.",
    "--ignore-scripts",
    "--omit=dev",
    "--legacy-peer-deps",
    "--git=git",
    "--no-audit",
    "--no-fund",
  ],
  pnpm: [
    "install",
    "--ignore-workspace",
    "--prod",
    "--ignore-scripts",
    "--ignore-pnpmfile",
    "--no-frozen-lockfile",
    "--config.auto-install-peers=false",
    // Else the plugin's field packageManager would say which pnpm is downloaded and run.
    "--config.manage-package-manager-versions=false",
  ],
  bun: ["install", "--ignore-scripts", "--omit=dev", "--omit=peer"],
};

/** Adds packages to a project. */
export function addCommand(
  manager: PackageManager,
  specs: readonly string[],
  project: string,
): ManagerCommand {
  // pnpm asks whether the root of a workspace is meant; whoever stands there means it.
  const isRoot = manager === "pnpm" && existsSync(join(project, "pnpm-workspace.yaml"));
  const args = [...ADD[manager], ...(isRoot ? ["--ignore-workspace-root-check"] : []), ...specs];
  return { manager, program: programOf(manager), args, cwd: project };
}

/** Installs what a plugin in a folder needs, beside it. Yarn keeps no packages of a folder inside another project: npm does. */
export function folderCommand(manager: PackageManager, folder: string): ManagerCommand {
  const own = manager === "yarn" || manager === "yarn-berry" ? "npm" : manager;
  return { manager: own, program: own, args: INSTALL[own], cwd: folder };
}

/** The command as a line for a shell. */
export const commandLine = ({ program, args }: ManagerCommand) => [program, ...args].map(shellWord).join(" ");

const shellWord = (word: string) =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
