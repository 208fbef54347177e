import { readFile } from "node:fs/promises";
import { PLUGIN_TEMPLATES } from "../../plugin-templates.ts";
import { fillTemplate } from "./fill-template.ts";
import { licenceText } from "./licence-text.ts";
import { packageJson } from "./package-json.ts";
import type { PluginKind } from "./plugin-kind.ts";
import type { PluginNames } from "./plugin-names.ts";

const TSCONFIG = {
  compilerOptions: {
    target: "es2023",
    module: "nodenext",
    strict: true,
    declaration: true,
    skipLibCheck: true,
    rewriteRelativeImportExtensions: true,
    types: [],
    rootDir: "src",
    outDir: "dist",
  },
  include: ["src"],
  exclude: ["src/**/*.test.ts"],
};

/** What a new plugin is made of. */
export interface PluginSetting {
  readonly kind: PluginKind;
  readonly names: PluginNames;
  /** Who holds the copyright. */
  readonly holder: string;
}

/** The files of a new plugin, by path from its folder. */
export async function pluginFiles({
  kind,
  names,
  holder,
}: PluginSetting): Promise<Readonly<Record<string, string>>> {
  const filled = async (name: string) =>
    fillTemplate(await readFile(new URL(`${kind}/${name}.txt`, PLUGIN_TEMPLATES), "utf8"), names);
  return {
    "package.json": jsonFile(packageJson(kind, names)),
    "tsconfig.json": jsonFile(TSCONFIG),
    "src/index.ts": await filled("index.ts"),
    [`src/${names.id}.test.ts`]: await filled("test.ts"),
    "README.md": await filled("README.md"),
    LICENSE: licenceText(holder),
    ".gitignore": "node_modules/\ndist/\n*.tgz\n",
  };
}

const jsonFile = (data: object) => `${JSON.stringify(data, null, 2)}\n`;
