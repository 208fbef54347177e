// Packs what examples/quickstart needs and installs the tarballs into an empty project, as a user would get them:
// node scripts/pack-quickstart.ts <empty folder>
import { cpSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { readWorkspace, type Workspace, type WorkspacePackage } from "./lint/workspace.ts";
import { pack } from "./published/pack.ts";
import { runProgram } from "./published/run-program.ts";

const ROOT = realpathSync(join(import.meta.dirname, ".."));
const EXAMPLE = "examples/quickstart";

/**
 * Fills `folder` with a project that holds the example and the packed packages.
 *
 * @param besides packages of the workspace that the example does not need
 * @returns the path of its main file
 */
export function packQuickstart(folder: string, besides: readonly string[] = []): string {
  const workspace = readWorkspace(ROOT);
  const example = workspace.packages.find((each) => each.folder === EXAMPLE);
  if (example === undefined) throw new Error(`${EXAMPLE} is gone; name another example here.`);
  const others = workspace.packages.filter(({ manifest }) => besides.includes(manifest.name));
  const packages = new Set([example, ...others].flatMap((each) => needed(each, workspace)));
  const packed = pack([...packages, ...others], ROOT, join(folder, "tarballs"));
  const tarballs = packed.map(({ name, tarball }) => [name, `file:tarballs/${basename(tarball)}`]);
  writeManifest(folder, { ...outsideDependencies(example, workspace), ...Object.fromEntries(tarballs) });
  cpSync(join(ROOT, EXAMPLE, "src"), join(folder, "src"), { recursive: true });
  runProgram("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], folder);
  return join(folder, "src/main.ts");
}

/** The packages of the workspace that `owner` depends on, directly or not. */
function needed(owner: WorkspacePackage, workspace: Workspace): WorkspacePackage[] {
  const found = new Set<WorkspacePackage>();
  const visit = ({ manifest }: WorkspacePackage) => {
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      const next = workspace.packages.find((each) => each.manifest.name === name);
      if (next === undefined || found.has(next)) continue;
      found.add(next);
      visit(next);
    }
  };
  visit(owner);
  return [...found];
}

/** Versions from the registry, as the lockfile of the workspace has them. */
function outsideDependencies(
  { folder, manifest }: WorkspacePackage,
  workspace: Workspace,
): Record<string, string> {
  const isOutside = (name: string) => workspace.packages.every((each) => each.manifest.name !== name);
  const names = Object.keys(manifest.dependencies ?? {}).filter(isOutside);
  return Object.fromEntries(
    names.map((name) => {
      const installed = workspace.read(`${folder}/node_modules/${name}/package.json`);
      return [name, (JSON.parse(installed) as { version: string }).version];
    }),
  );
}

function writeManifest(folder: string, dependencies: Record<string, string>): void {
  const manifest = { name: "quickstart", private: true, type: "module", dependencies };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
}

if (process.argv[1] === import.meta.filename) {
  const folder = process.argv[2];
  if (folder === undefined) throw new Error("Usage: node scripts/pack-quickstart.ts <empty folder>");
  mkdirSync(folder, { recursive: true });
  console.log(`Packed and installed. Run it: node ${packQuickstart(resolve(folder))}`);
}
