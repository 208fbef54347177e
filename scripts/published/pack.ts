import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Workspace, WorkspacePackage } from "../lint/workspace.ts";
import { runProgram } from "./run-program.ts";

/** A package as it would go to the registry. */
export interface PackedPackage {
  readonly folder: string;
  readonly name: string;
  /** Absolute path of the tarball. */
  readonly tarball: string;
}

/** The packages that go to the registry. */
export const publishedPackages = (workspace: Workspace) =>
  workspace.packages.filter(({ manifest }) => manifest.private !== true);

/** Packs built packages into `destination`, as `pnpm publish` would. @throws when one of them is not built */
export function pack(
  packages: readonly WorkspacePackage[],
  root: string,
  destination: string,
): PackedPackage[] {
  if (packages.length === 0) return []; // Without a filter pnpm would pack all of them.
  for (const each of packages) assertBuilt(each, root);
  mkdirSync(destination, { recursive: true });
  const filters = packages.map(({ manifest }) => `--filter=${manifest.name}`);
  const output = runProgram(
    "pnpm",
    ["--recursive", ...filters, "pack", "--json", "--pack-destination", destination],
    root,
  );
  const tarballs = tarballsOf(output);
  return packages.map(({ folder, manifest: { name } }) => {
    const tarball = tarballs.get(name);
    if (tarball === undefined) throw new Error(`pnpm packed no tarball of ${name}:\n${output}`);
    return { folder, name, tarball };
  });
}

function assertBuilt({ folder, manifest }: WorkspacePackage, root: string): void {
  if (existsSync(join(root, folder, "dist"))) return;
  throw new Error(`${manifest.name} is not built: run \`pnpm run build\` first.`);
}

/** pnpm answers with one object for one package and with a list for several. */
function tarballsOf(output: string): Map<string, string> {
  const packed = JSON.parse(output) as PackOutput | readonly PackOutput[];
  return new Map([packed].flat().map(({ name, filename }) => [name, filename]));
}

interface PackOutput {
  readonly name: string;
  readonly filename: string;
}
