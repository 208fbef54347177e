import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { createPluginManager } from "./manager/create-plugin-manager.ts";
import type { PluginManager } from "./manager/plugin-manager.ts";
import type { PluginManagerOptions } from "./manager/plugin-manager-options.ts";

type Files = Readonly<Record<string, string | object>>;

/** A folder with the given files, gone when the test is over. */
export function tempProject(files: Files = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "pergola-plugins-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  addFiles(root, files);
  return root;
}

/** Objects become JSON. */
export function addFiles(root: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === "string" ? content : JSON.stringify(content, null, 2));
  }
}

/** A manager of such a project, closed when the test is over; the user's folder is `home` in it. */
export function managerOf(cwd: string, options: PluginManagerOptions = {}): PluginManager {
  const manager = createPluginManager({ cwd, userFolder: "home", version: "1.0.0", ...options });
  onTestFinished(() => manager.close());
  return manager;
}

/** A manifest of a plugin with one llm provider. */
export const manifest = (name: string, changed: object = {}) => ({
  name,
  version: "1.0.0",
  category: "llm",
  provider: name.replace(/^.*\//, ""),
  entry: "./index.mjs#provider",
  engines: { pergola: "^1.0.0" },
  ...changed,
});

/** Code of a provider whose `create` gives back its config, in something like a model. No schema library: its own stands in. */
export const providerCode = (name: string, category = "llm") => `
const configSchema = { safeParse: (data) => ({ success: true, data }) };
export const provider = {
  category: ${JSON.stringify(category)}, name: ${JSON.stringify(name)}, configSchema,
  create: async (config) => ({ made: ${JSON.stringify(name)}, config, invoke() {}, stream() {} }),
};
`;

/** Files of a plugin in a folder. */
export function pluginFiles(folder: string, name: string, changed: object = {}): Files {
  return {
    [`${folder}/plugin.json`]: manifest(name, changed),
    [`${folder}/index.mjs`]: providerCode(name.replace(/^.*\//, "")),
  };
}

/** A package with a `pergola` field. */
export function packageFiles(folder: string, name: string, changed: object = {}): Files {
  const { version, name: _, ...pergola } = manifest(name, changed);
  return {
    [`${folder}/package.json`]: { name, version, type: "module", pergola },
    [`${folder}/index.mjs`]: providerCode(name.replace(/^.*\//, "")),
  };
}
