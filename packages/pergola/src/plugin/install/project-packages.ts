import { realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import { foldersUpwards } from "./folders-upwards.ts";
import { isRecord, jsonFile } from "./json-file.ts";

const FIELDS = ["dependencies", "devDependencies", "optionalDependencies"] as const;

/** What the `package.json` of a folder asks for, by name. */
export async function wantedPackages(folder: string): Promise<ReadonlyMap<string, string>> {
  const manifest = (await jsonFile(join(folder, "package.json"))) ?? {};
  const entries = FIELDS.flatMap((field) => {
    const wanted = manifest[field];
    return isRecord(wanted) ? Object.entries(wanted) : [];
  });
  return new Map(entries.map(([name, spec]) => [name, String(spec)]));
}

/** The name under which a project has a packed package; undefined when it has it not. */
export async function nameOfTarball(path: string, project: string): Promise<string | undefined> {
  const wanted = [...(await wantedPackages(project))];
  return wanted.find(([, spec]) => resolve(project, spec.replace(/^file:/, "")) === path)?.[0];
}

/** A package where Node finds it from a project. */
export interface PackageFolder {
  /** Symbolic links resolved. */
  readonly directory: string;
  /** As its own `package.json` says, whatever that is. */
  readonly name: string;
  readonly version: string;
}

/** Undefined when Node would find none, for example because Yarn keeps packages in archives. */
export async function packageFolder(name: string, project: string): Promise<PackageFolder | undefined> {
  for (const folder of foldersUpwards(project)) {
    const directory = join(folder, "node_modules", name);
    const manifest = await jsonFile(join(directory, "package.json"));
    if (typeof manifest?.version === "string")
      return { directory: await realpath(directory), name: String(manifest.name), version: manifest.version };
  }
  return undefined;
}
