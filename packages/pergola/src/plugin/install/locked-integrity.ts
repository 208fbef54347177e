import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { foldersUpwards } from "./folders-upwards.ts";
import { isRecord, jsonFile } from "./json-file.ts";
import { LOCKFILES, type PackageManager } from "./package-manager.ts";

/** A package as it is installed. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
}

/** What the lockfile says that the files of a package add up to; undefined when it says nothing of it. */
export async function lockedIntegrity(
  manager: PackageManager,
  locked: LockedPackage,
  project: string,
): Promise<string | undefined> {
  for (const folder of foldersUpwards(project))
    for (const file of [...LOCKFILES[manager], ...HIDDEN[manager]]) {
      const found = await READ[manager](join(folder, file), locked);
      if (found !== undefined) return found;
    }
  return undefined;
}

/** Kept by npm also where somebody has turned its lockfile off. */
const HIDDEN: Readonly<Record<PackageManager, readonly string[]>> = {
  npm: ["node_modules/.package-lock.json"],
  pnpm: [],
  yarn: [],
  "yarn-berry": [],
  bun: [],
};

type Read = (file: string, locked: LockedPackage) => Promise<string | undefined>;

const READ: Readonly<Record<PackageManager, Read>> = {
  npm: async (file, { name, version }) => {
    const { packages } = (await jsonFile(file)) ?? {};
    const places = Object.entries(isRecord(packages) ? packages : {});
    const own = places.find(
      ([place, each]) =>
        (place === `node_modules/${name}` || place.endsWith(`/node_modules/${name}`)) &&
        isRecord(each) &&
        each.version === version,
    )?.[1];
    return isRecord(own) && typeof own.integrity === "string" ? own.integrity : undefined;
  },
  pnpm: (file, { name, version }) =>
    inText(
      file,
      `\n  '?${quoted(name)}@(?:${quoted(version)}|file:[^\n]*?)'?:\n    resolution: \\{[^}\n]*integrity: ([^,}\\s]+)`,
    ),
  yarn: (file, { name, version }) =>
    inText(
      file,
      `\n"?${quoted(name)}@[^\n]*:\n  version "${quoted(version)}"\n(?:  [^\n]*\n)*?  integrity (\\S+)`,
    ),
  "yarn-berry": (file, { name, version }) =>
    inText(
      file,
      `\n"?${quoted(name)}@[^\n]*:\n  version: ${quoted(version)}\n(?:  [^\n]*\n)*?  checksum: (\\S+)`,
    ),
  bun: (file, { name, version }) => inText(file, `"${quoted(`${name}@${version}`)}",[^\n]*"(sha512-[^"]+)"`),
};

async function inText(file: string, pattern: string): Promise<string | undefined> {
  const text = await readFile(file, "utf8").catch(() => "");
  return new RegExp(pattern).exec(text.replaceAll("\r\n", "\n"))?.[1];
}

const quoted = (text: string) => text.replaceAll(/[^\w]/g, "\\$&");
