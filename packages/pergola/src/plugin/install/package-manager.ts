import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { foldersUpwards } from "./folders-upwards.ts";
import { jsonFile } from "./json-file.ts";

/** A package manager. Yarn has had other options since its second version: `yarn-berry`. */
export type PackageManager = "npm" | "pnpm" | "yarn" | "yarn-berry" | "bun";

/** The files in which each keeps what it has installed. */
export const LOCKFILES: Readonly<Record<PackageManager, readonly string[]>> = {
  npm: ["package-lock.json", "npm-shrinkwrap.json"],
  pnpm: ["pnpm-lock.yaml"],
  yarn: ["yarn.lock"],
  "yarn-berry": ["yarn.lock"],
  bun: ["bun.lock", "bun.lockb"],
};

/** The files in which a folder says what is installed: those that are there, and those that may come. */
export function stateFiles(manager: PackageManager, folder: string): readonly string[] {
  const lockfiles = foldersUpwards(folder)
    .flatMap((each) => LOCKFILES[manager].map((file) => join(each, file)))
    .filter((path) => existsSync(path) || dirname(path) === folder);
  return [join(folder, "package.json"), ...lockfiles];
}

/** What it is called as a program. */
export const programOf = (manager: PackageManager) => (manager === "yarn-berry" ? "yarn" : manager);

/**
 * Who manages the packages of a folder: in the nearest folder that says it, up to the one with `.git`, by the field
 * `packageManager` of its `package.json`, else by its lockfile. Else npm.
 */
export async function packageManagerOf(directory: string): Promise<PackageManager> {
  for (const folder of foldersUpwards(directory)) {
    const found = (await byField(folder)) ?? byLockfile(folder);
    if (found !== undefined) return found;
    if (existsSync(join(folder, ".git"))) break;
  }
  return "npm";
}

async function byField(folder: string): Promise<PackageManager | undefined> {
  const { packageManager } = (await jsonFile(join(folder, "package.json"))) ?? {};
  if (typeof packageManager !== "string") return undefined;
  const [, name, major] = /^(npm|pnpm|yarn|bun)@(\d+)/.exec(packageManager) ?? [];
  if (name === "yarn") return Number(major) > 1 ? "yarn-berry" : "yarn";
  return name as PackageManager | undefined;
}

function byLockfile(folder: string): PackageManager | undefined {
  const has = (file: string) => existsSync(join(folder, file));
  const found = (["npm", "pnpm", "yarn", "bun"] as const).find((manager) => LOCKFILES[manager].some(has));
  return found === "yarn" && has(".yarnrc.yml") ? "yarn-berry" : found;
}
