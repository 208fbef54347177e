import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { createPluginManager } from "@pergola/plugins";
import { expect, onTestFinished, test } from "vitest";
import { runHere } from "../../cli/run-cli.test-helper.ts";
import { install, json, project, withRegistry } from "../../plugin/install/install.test-helper.ts";
import { type Published, tempFolder } from "../../plugin/install/registry.test-helper.ts";

/** A plugin in a folder that imports a package of its own, and one of the project. */
function folderPlugin(name: string): Record<string, string> {
  const engines = { pergola: ">=0.0.0" };
  return {
    [`plugins/${name}/plugin.json`]: JSON.stringify({
      name,
      version: "1.0.0",
      category: "llm",
      provider: name,
      entry: "./index.mjs#provider",
      engines,
    }),
    [`plugins/${name}/package.json`]: JSON.stringify({
      name,
      dependencies: { "left-pad": "^1.0.0" },
      peerDependencies: { host: "1" },
      peerDependenciesMeta: { host: { optional: true } },
      devDependencies: { tester: "1" },
      scripts: { postinstall: 'node -e \'require("node:fs").writeFileSync("ran.txt", "")\'' },
    }),
    [`plugins/${name}/index.mjs`]: `
      import "left-pad";
      const configSchema = { safeParse: (data) => ({ success: true, data }) };
      export const provider = { category: "llm", name: "${name}", configSchema, create: async () => ({ made: "${name}", invoke() {}, stream() {} }) };`,
  };
}

const LEFT_PAD: Published = {
  manifest: { name: "left-pad", version: "1.3.0", main: "./index.js" },
  files: { "index.js": "" },
};
/** Looked up for the lockfile, and not installed. */
const TESTER: Published = { manifest: { name: "tester", version: "1.0.0" } };

test.each([
  ["npm", {}],
  ["npm, in a workspace", { "package.json": '{ "name": "mine", "workspaces": ["plugins/*"] }' }],
  ["npm, in a project of Yarn", { "yarn.lock": "" }],
  ["pnpm", { "pnpm-lock.yaml": "lockfileVersion: '9.0'\n" }],
  [
    "pnpm, in a workspace",
    { "pnpm-lock.yaml": "lockfileVersion: '9.0'\n", "pnpm-workspace.yaml": "packages: ['plugins/*']\n" },
  ],
])(
  "what a plugin in a folder needs is installed beside it, by %s, with the command that its error names",
  async (_, files) => {
    const cwd = project({ ...folderPlugin("shout"), ...files });
    await withRegistry([LEFT_PAD, TESTER]);
    const folder = join(cwd, "plugins/shout");
    const plugins = createPluginManager({ cwd, userFolder: false });
    onTestFinished(() => plugins.close());
    const error = await plugins.createProvider("llm", "shout").catch((thrown: Error) => thrown);
    expect(error).toMatchObject({
      code: "PLUGIN_DEPENDENCY_MISSING",
      message: expect.stringContaining('"left-pad"'),
    });
    const [, named] = /npx pergola (plugin install \S+)/.exec((error as { hint?: string }).hint ?? "") ?? [];
    expect(named).toBe(`plugin install ${folder}`);
    const before = readFileSync(join(cwd, "package.json"), "utf8");
    const { code, stdout } = await runHere(named?.split(" ") ?? [], cwd);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `shout: what it needs was installed in ${folder}\n`,
    });
    for (const notNeeded of ["host", "tester"])
      expect(existsSync(join(folder, "node_modules", notNeeded))).toBe(false);
    expect(json(folder, "node_modules/left-pad/package.json").version).toBe("1.3.0");
    expect([existsSync(join(folder, "ran.txt")), existsSync(join(cwd, "node_modules"))]).toEqual([
      false,
      false,
    ]);
    expect(readFileSync(join(cwd, "package.json"), "utf8")).toBe(before);
  },
);

test("without a name every plugin in ./plugins gets what it needs, and code finds it", async () => {
  const cwd = project({ ...folderPlugin("one"), ...folderPlugin("two"), "plugins/none/plugin.json": "{" });
  await withRegistry([LEFT_PAD, TESTER]);
  const { code, stdout } = await install(cwd, "--json");
  const folder = (name: string) => realpathSync(join(cwd, "plugins", name));
  expect(JSON.parse(stdout).folders).toEqual([
    { name: "none", directory: folder("none"), installed: false, lacks: [], found: true },
    { name: "one", directory: folder("one"), installed: true, lacks: [], found: true },
    { name: "two", directory: folder("two"), installed: true, lacks: [], found: true },
  ]);
  expect(code).toBe(0);
  const plugins = createPluginManager({ cwd, userFolder: false });
  onTestFinished(() => plugins.close());
  expect(await plugins.createProvider("llm", "two")).toMatchObject({ made: "two" });
});

test("a folder that is no plugin is refused, and one that needs nothing is left alone", async () => {
  const cwd = project({ "docs/a.md": "", ...folderPlugin("one"), "plugins/one/package.json": "{}" });
  const { asked } = await withRegistry([]);
  expect(await install(cwd, "./docs")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("error NOT_A_PLUGIN"),
  });
  expect(await install(cwd, "./plugins/one")).toEqual({
    code: 0,
    stdout: "one: needs no packages of its own\n",
    stderr: "",
  });
  expect(await install(tempFolder())).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /^There are no plugins in the folder plugins\. .*pergola plugin install <name>\n$/,
    ),
  });
  expect(asked).toEqual([]);
});

test("what a plugin in a folder expects of the project, and the project lacks, is told", async () => {
  const cwd = project({
    "pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
    "node_modules/there/package.json": '{ "name": "there", "version": "1.0.0" }',
    ...folderPlugin("one"),
    "plugins/one/package.json": '{ "peerDependencies": { "there": "1", "@acme/host": "1" } }',
  });
  await withRegistry([]);
  const { code, stdout, stderr } = await install(cwd, "./plugins/one");
  expect(stdout).toBe("one: needs no packages of its own\n  lacks in your project: @acme/host\n");
  expect(stderr).toMatch(/^error PLUGINS_UNUSABLE: .* @acme\/host.*\n {2}hint: .*pnpm add @acme\/host\n$/);
  expect(code).toBe(1);
});

test("settings of a plugin that keep npm from installing are not taken for success", async () => {
  const cwd = project({ ...folderPlugin("one"), "plugins/one/.npmrc": "dry-run=true\n" });
  await withRegistry([LEFT_PAD, TESTER]);
  const { code, stdout, stderr } = await install(cwd, "./plugins/one");
  expect(stderr).toMatch(/error INSTALL_FAILED: .* left-pad .*\n {2}hint: .*\.npmrc.*\n$/);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
});

test("a plugin does not choose the pnpm that installs it", async () => {
  const files = folderPlugin("one");
  const manifest = { ...JSON.parse(files["plugins/one/package.json"] ?? ""), packageManager: "pnpm@10.1.0" };
  const cwd = project({ ...files, "plugins/one/package.json": JSON.stringify(manifest) });
  const { asked } = await withRegistry([LEFT_PAD, TESTER]);
  expect(await install(cwd, "./plugins/one")).toMatchObject({ code: 0 });
  expect(asked.filter((path) => path.startsWith("pnpm"))).toEqual([]);
});

test("of a folder that is not looked in when plugins are found by name, it is said how they are", async () => {
  const cwd = project(folderPlugin("one"));
  const elsewhere = tempFolder({ ...folderPlugin("two"), "plugins/two/package.json": "{}" });
  await withRegistry([]);
  const { code, stdout } = await install(cwd, join(elsewhere, "plugins/two"));
  expect(stdout).toMatch(
    /^two: needs no packages of its own\n {2}is not found by name from here: .*plugins.*npm pack.*\n$/,
  );
  expect(code).toBe(0);
});
