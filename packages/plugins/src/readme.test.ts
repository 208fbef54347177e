import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { pluginErrors } from "./errors.ts";
import { addFiles, tempProject } from "./temp-project.test-helper.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(
    ([, code = ""]) => code,
  );

it("has every error code in its table, and no other", () => {
  const section = readme.slice(readme.indexOf("## Errors"), readme.indexOf("## Lifetime"));
  const listed = Array.from(section.matchAll(/^\| `([A-Z_]+)`\s*\|/gm), ([, code]) => code);
  expect(listed.sort()).toEqual(Object.keys(pluginErrors.meanings).sort());
});

it("shows a plugin and a program that work as they stand", async () => {
  const [manifest = ""] = blocks("json");
  const [plugin = "", program = ""] = blocks("js");
  const root = tempProject({ "plugins/parrot/plugin.json": manifest, "plugins/parrot/index.js": plugin });
  const here = dirname(fileURLToPath(import.meta.url));
  // Stands in for an installation: the packages of this repository, by their names.
  addFiles(root, { "package.json": { type: "module" } });
  const { symlinkSync, mkdirSync } = await import("node:fs");
  mkdirSync(join(root, "node_modules/@pergola"), { recursive: true });
  symlinkSync(join(here, ".."), join(root, "node_modules/@pergola/plugins"));
  symlinkSync(join(here, "../node_modules/zod"), join(root, "node_modules/zod"));
  symlinkSync(join(here, "../node_modules/@langchain"), join(root, "node_modules/@langchain"));
  const options = ["--conditions=@pergola/source", "--input-type=module", "--eval", program];
  const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: root });
  expect(stdout).toBe("[ 'parrot' ]\nYou said: Hello.\n");
});
