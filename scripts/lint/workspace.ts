import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The parts of a package.json that the rules look at. */
export interface Manifest {
  readonly name: string;
  readonly description?: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly publishConfig?: { readonly exports?: Readonly<Record<string, unknown>> };
  readonly files?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface WorkspacePackage {
  /** From the root, for example `packages/core`. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** Paths from the root of every TypeScript file below `src`. */
  readonly sources: readonly string[];
}

export interface Workspace {
  readonly root: string;
  readonly packages: readonly WorkspacePackage[];
  read(path: string): string;
}

const PACKAGE_FOLDERS = ["packages/*", "apps/*", "examples/*"];

/** Reads the workspace below `root`. Folders without a package.json are not packages yet and are left out. */
export function readWorkspace(root: string): Workspace {
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const manifests = globSync(
    PACKAGE_FOLDERS.map((folder) => `${folder}/package.json`),
    { cwd: root },
  );
  const packages = manifests.sort().map((path) => ({
    folder: dirname(path),
    manifest: JSON.parse(read(path)) as Manifest,
    sources: globSync(`${dirname(path)}/src/**/*.{ts,tsx}`, { cwd: root }).sort(),
  }));
  return { root, packages, read };
}

export const hasFile = (workspace: Workspace, path: string) => existsSync(join(workspace.root, path));
