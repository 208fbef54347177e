import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Plugin } from "../plugin.ts";
import { readPluginManifest } from "./manifest-defects.ts";
import type { PluginSubject } from "./plugin-subject.ts";

/** Of these there must be one copy, or what one copy makes is nothing to the other. */
const SHARED = ["@langchain/core", "@langchain/langgraph", "@pergola/plugins", "zod"];

const SECTIONS = ["Install", "Use", "Options"];

interface PackageJson {
  readonly type?: string;
  readonly license?: string;
  readonly files?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Everything that is wrong with what a plugin publishes: its package.json and README; a sentence each. */
export async function packageDefects({ directory, plugin }: PluginSubject): Promise<readonly string[]> {
  const { manifest } = await readPluginManifest(directory);
  const packageJson = await textOf(join(directory, "package.json"));
  return [
    ...(packageJson === undefined
      ? ["There is no package.json."]
      : packageJsonDefects(JSON.parse(packageJson) as PackageJson, manifest?.entry)),
    ...readmeDefects(await textOf(join(directory, "README.md")), plugin),
  ];
}

function packageJsonDefects(
  { type, license, files, dependencies = {} }: PackageJson,
  entry = "./",
): readonly string[] {
  const [folder = ""] = entry.replace("./", "").split(/[/#]/);
  return [
    ...(type === "module" ? [] : ['package.json lacks "type": "module".']),
    ...(license === undefined ? ["package.json names no license."] : []),
    ...(files === undefined || files.some((file) => file.replace("./", "").startsWith(folder))
      ? []
      : [`"files" of package.json leaves the entry out: add "${folder}".`]),
    ...SHARED.filter((name) => Object.hasOwn(dependencies, name)).map(
      (name) => `${name} is a dependency: move it to peerDependencies, so that there is one copy of it.`,
    ),
  ];
}

function readmeDefects(readme: string | undefined, plugin: Plugin): readonly string[] {
  if (readme === undefined) return ["There is no README.md."];
  const sections = new Map(readme.split(/^## /m).map((part) => [part.split("\n")[0]?.trim() ?? "", part]));
  const options = sections.get("Options");
  const unnamed =
    options === undefined ? [] : optionNames(plugin).filter((name) => !options.includes(`\`${name}\``));
  return [
    ...SECTIONS.filter((name) => !sections.has(name)).map((name) => `README.md has no section "## ${name}".`),
    ...unnamed.map((name) => `README.md does not name the option \`${name}\` under "## Options".`),
  ];
}

/** Options of everything in a plugin that has a schema. */
function optionNames({ contributes }: Plugin): readonly string[] {
  const all = Object.values(contributes as Readonly<Record<string, readonly unknown[]>>).flat();
  const schemas = all.flatMap((each) => (each as { readonly configSchema?: z.ZodType }).configSchema ?? []);
  const names = schemas.flatMap((schema) =>
    Object.keys(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }).properties ?? {}),
  );
  return [...new Set(names)];
}

const textOf = (path: string) => readFile(path, "utf8").catch(() => undefined);
