import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { isAbsolute, join, relative, resolve } from "node:path";
import { builderErrors } from "../errors.ts";
import { isAgentFile } from "./file-signatures.ts";

const PACKAGE_NAME = /^(?:@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*$/;

/**
 * The config file of an agent that is an installed package: what `"pergola": { "agent": "./agent.yaml" }` of its
 * `package.json` names, else the package's own folder, which may hold one called `agent`. The package is not run.
 *
 * @param from whose `node_modules`, and those around it, are looked through
 * @throws AGENT_PACKAGE_NOT_FOUND, AGENT_PACKAGE_INVALID
 */
export async function packagedAgent(name: string, from: string = process.cwd()): Promise<string> {
  const folder = await findPackage(name, typeof from === "string" ? from : String(from));
  const named = await agentOf(name, folder);
  const file = resolve(folder, named);
  const real = await realpath(file).catch(() => undefined);
  if (real === undefined) throw invalid(name, `its package.json names ${named}, and there is no such file`);
  const root = await realpath(folder);
  // A folder stands for a file in it, which may be a link, too.
  for (const path of [real, ...(await agentFilesIn(real))])
    if (isOutside(root, path)) throw invalid(name, `its agent (${named}) leads out of the package`);
  return real;
}

/** Where the files called agent of a folder really are. */
async function agentFilesIn(path: string): Promise<readonly string[]> {
  const names = await readdir(path).catch(() => []);
  const files = names.filter(isAgentFile).map((name) => realpath(join(path, name)).catch(() => path));
  return Promise.all(files);
}

function isOutside(root: string, path: string): boolean {
  const way = relative(root, path);
  return isAbsolute(way) || way.split(/[\\/]/)[0] === "..";
}

async function findPackage(name: string, from: string): Promise<string> {
  const isName = typeof name === "string" && PACKAGE_NAME.test(name);
  const places = isName ? (createRequire(join(resolve(from), "_")).resolve.paths(name) ?? []) : [];
  for (const place of places) {
    const folder = join(place, name);
    if (await isFolder(folder)) return folder;
  }
  throw notFound(String(name), isName, from);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function agentOf(name: string, folder: string): Promise<string> {
  const manifest = await readManifest(name, join(folder, "package.json"));
  const { agent = "." } = (manifest.pergola ?? {}) as { readonly agent?: unknown };
  if (typeof agent !== "string" || agent === "" || isAbsolute(agent))
    throw invalid(name, "pergola.agent of its package.json is not a path inside the package");
  return agent;
}

async function readManifest(name: string, path: string): Promise<{ readonly pergola?: unknown }> {
  try {
    // A pipe would be waited for.
    if (!(await stat(path)).isFile()) throw invalid(name, "its package.json is no file");
    const manifest: unknown = JSON.parse(await readFile(path, "utf8"));
    if (typeof manifest === "object" && manifest !== null) return manifest;
  } catch (cause) {
    throw invalid(name, "its package.json cannot be read", cause);
  }
  throw invalid(name, "its package.json is no object");
}

function notFound(name: string, isName: boolean, from: string) {
  return builderErrors.create("AGENT_PACKAGE_NOT_FOUND", {
    message: isName
      ? `The package ${name} is not installed for ${from}.`
      : `${JSON.stringify(name.slice(0, 80))} is no name of a package.`,
    hint: isName
      ? `Install it: npm install ${name}`
      : "Give the name that it is installed under, @scope/name or name.",
    details: { name, from },
  });
}

function invalid(name: string, problem: string, cause?: unknown) {
  return builderErrors.create("AGENT_PACKAGE_INVALID", {
    message: `The package ${name} holds no agent that can be used: ${problem}.`,
    hint: 'It needs an agent.yaml beside its package.json, or "pergola": { "agent": "./path/to/agent.yaml" } in it.',
    details: { name },
    cause,
  });
}
