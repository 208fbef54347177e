import { importsOf, packageOf } from "./imports.ts";
import type { Manifest, Workspace, WorkspacePackage } from "./workspace.ts";

/** One place where a package of the workspace names another. */
export interface Edge {
  readonly at: string;
  readonly owner: string;
  readonly target: string;
  readonly verb: string;
}

const FIELDS = [
  "dependencies",
  "devDependencies",
  "peerDependencies",
  "optionalDependencies",
] as const satisfies readonly (keyof Manifest)[];

/** Every dependency and every import (tests included) between two packages of the workspace. */
export function edgesOf(workspace: Workspace): Edge[] {
  const names = new Set(workspace.packages.map(({ manifest }) => manifest.name));
  return workspace.packages
    .flatMap((owner) => [...manifestEdges(owner), ...importEdges(workspace, owner)])
    .filter(({ target }) => names.has(target));
}

function manifestEdges({ folder, manifest }: WorkspacePackage): Edge[] {
  return FIELDS.flatMap((field) =>
    Object.keys(manifest[field] ?? {}).map((target) => ({
      at: `${folder}/package.json`,
      owner: manifest.name,
      target,
      verb: `has in ${field}`,
    })),
  );
}

function importEdges(workspace: Workspace, { manifest, sources }: WorkspacePackage): Edge[] {
  return sources.flatMap((source) =>
    importsOf(workspace.read(source)).map(({ specifier, line }) => ({
      at: `${source}:${line}`,
      owner: manifest.name,
      target: packageOf(specifier) ?? "",
      verb: "imports",
    })),
  );
}
