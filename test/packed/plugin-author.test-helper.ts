import { cpSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect } from "vitest";
import { compileOutside, mustRunOutside } from "./outside.test-helper.ts";
import { type PackedProject, ROOT } from "./packed-project.test-helper.ts";

/** A plugin that was built, and what the compiler read for it. */
export interface BuiltPlugin {
  readonly name: string;
  readonly tarball: string;
  readonly compiled: readonly string[];
}

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly [field: string]: unknown;
}

/**
 * A folder for the authors of plugins. They have what npm has installed from the packed packages: the same installation as
 * the program's, because a second one would show nothing else and take as long again.
 */
export function folderForAuthors({ base, folder }: PackedProject): string {
  const authors = join(base, "authors");
  mkdirSync(authors, { recursive: true });
  symlinkSync(join(folder, "node_modules"), join(authors, "node_modules"), "dir");
  return authors;
}

/** Builds and packs a plugin of `examples/plugins` the way its author would, in a folder that has none of this repository. */
export async function buildPlugin(name: string, authors: string, home: string): Promise<BuiltPlugin> {
  const [from, folder] = [join(ROOT, "examples/plugins", name), join(authors, name)];
  const isCode = (path: string) => !/(?:\.test|main)\.ts$/.test(path);
  cpSync(join(from, "src"), join(folder, "src"), { recursive: true, filter: isCode });
  cpSync(join(from, "README.md"), join(folder, "README.md"));
  const manifest = publishedManifest(from);
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(guideJson("compilerOptions"), null, 2));
  const compiled = await compileOutside(folder, home);
  await mustRunOutside("npm", ["pack"], { cwd: folder, home });
  const [tarball = ""] = globSync("*.tgz", { cwd: folder });
  return { name: String(manifest.name), tarball: join(folder, basename(tarball)), compiled };
}

/** The package.json of an example without what only this repository needs; of `pergola-acme` the guide's own. */
function publishedManifest(from: string): PackageJson {
  const {
    private: _,
    devDependencies: __,
    scripts: ___,
    ...published
  } = readJson(join(from, "package.json"));
  if (published.name !== "pergola-acme") return published;
  const shown = guideJson("name");
  expect(shown).toEqual(published);
  return shown;
}

/** The block of JSON of the guide that begins with a key. */
function guideJson(key: string): PackageJson {
  const guide = readFileSync(join(ROOT, "docs/guides/write-a-provider-plugin.md"), "utf8");
  const blocks = [...guide.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => text);
  const found = blocks.find((text) => text.startsWith(`{\n  "${key}"`));
  if (found === undefined) throw new Error(`The guide has no JSON that begins with "${key}".`);
  return JSON.parse(found) as PackageJson;
}

const readJson = (path: string) => JSON.parse(readFileSync(path, "utf8")) as PackageJson;
