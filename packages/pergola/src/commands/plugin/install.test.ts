import { execFile } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { createPluginManager } from "@pergola/plugins";
import { expect, onTestFinished, test, vi } from "vitest";
import { runBin } from "../../bin.test-helper.ts";
import { runHere } from "../../cli/run-cli.test-helper.ts";
import {
  integrityOf,
  type Published,
  packed,
  plugin,
  startRegistry,
  tempFolder,
} from "../../plugin/install/registry.test-helper.ts";

/** Real package managers know one registry, on this machine, and nothing else of it. */
async function withRegistry(packages: readonly Published[]) {
  const { url, asked } = await startRegistry(packages);
  const env = {
    HOME: tempFolder(),
    CI: "",
    npm_config_registry: `${url}/`,
    npm_config_cache: tempFolder(),
    npm_config_store_dir: tempFolder(),
    npm_config_update_notifier: "false",
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  return { env, asked };
}

const project = (files: Readonly<Record<string, string>> = {}) =>
  tempFolder({ "package.json": '{ "name": "mine", "version": "1.0.0" }', ...files });
const install = (cwd: string, ...args: readonly string[]) => runHere(["plugin", "install", ...args], cwd);
const json = (...path: readonly string[]) => JSON.parse(readFileSync(join(...path), "utf8"));
const placeToWrite = () => join(tempFolder(), "ran.txt");

test("npm installs the newest of a range and pins it; no script and no code of it runs", async () => {
  const [cwd, ran] = [project(), placeToWrite()];
  const { env } = await withRegistry(
    ["1.0.0", "1.4.0", "2.0.0"].map((version) => plugin("acme", version, ran)),
  );
  const { code, stdout, stderr } = await runBin(["plugin", "install", "acme@^1.0.0"], { cwd, env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("added 1 package") });
  expect(stdout).toMatch(
    /^acme 1\.4\.0 sha512-\S{86}==\n {2}contributes: llm acme\n {2}use: createAgent\(\)\.withLlm\("acme"\)\n$/,
  );
  expect(json(cwd, "package.json").dependencies).toEqual({ acme: "1.4.0" });
  expect(existsSync(ran)).toBe(false);
});

test("the package of these tests does run its scripts where nobody turns them off", async () => {
  const [cwd, ran] = [project(), placeToWrite()];
  await withRegistry([plugin("acme", "1.0.0", ran)]);
  await promisify(execFile)("npm", ["install", "acme"], { cwd });
  expect(existsSync(ran)).toBe(true);
});

test("a .npmrc of the project that turns scripts on does not", async () => {
  const [cwd, ran] = [project({ ".npmrc": "ignore-scripts=false\n" }), placeToWrite()];
  await withRegistry([plugin("acme", "1.0.0", ran)]);
  vi.stubEnv("npm_config_ignore_scripts", "false");
  expect((await install(cwd, "acme")).code).toBe(0);
  expect(existsSync(ran)).toBe(false);
});

test("pnpm, which keeps the range that it was given, pins too", async () => {
  const [cwd, ran] = [project({ "pnpm-lock.yaml": "lockfileVersion: '9.0'\n" }), placeToWrite()];
  await withRegistry(["1.0.0", "1.4.0"].map((version) => plugin("@acme/plugin", version, ran)));
  const { code, stdout } = await install(cwd, "@acme/plugin@^1.0.0");
  expect(stdout).toMatch(/^@acme\/plugin 1\.4\.0 sha512-\S{86}==\n {2}contributes: llm plugin\n/);
  expect(json(cwd, "package.json").dependencies).toEqual({ "@acme/plugin": "1.4.0" });
  expect({ code, ran: existsSync(ran), lock: existsSync(join(cwd, "package-lock.json")) }).toEqual({
    code: 0,
    ran: false,
    lock: false,
  });
});

test("pnpm adds to the root of a workspace when somebody stands there", async () => {
  const cwd = project({
    "pnpm-workspace.yaml": "packages: ['inner']\n",
    "pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
  });
  await withRegistry([plugin("acme", "1.0.0", placeToWrite())]);
  expect(await install(cwd, "acme")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^acme 1\.0\.0 /),
  });
});

test("with --json there is one object on stdout, and the package manager on stderr", async () => {
  const cwd = project();
  await withRegistry([plugin("acme", "1.0.0", placeToWrite())]);
  const { stdout, stderr } = await install(cwd, "acme", "--json");
  expect(stderr).toContain("added 1 package");
  expect(JSON.parse(stdout)).toEqual({
    dryRun: false,
    commands: [{ program: "npm", args: expect.arrayContaining(["--ignore-scripts", "acme"]), cwd }],
    packages: [
      {
        name: "acme",
        version: "1.0.0",
        integrity: json(cwd, "package-lock.json").packages["node_modules/acme"].integrity,
        kind: "plugin",
        contributes: "llm acme",
        use: 'createAgent().withLlm("acme")',
        diagnostics: [],
      },
    ],
    folders: [],
  });
});

test("--dry-run prints the command line and changes nothing", async () => {
  const cwd = project();
  const { asked } = await withRegistry([]);
  expect(await install(cwd, "acme@>=1 <2", "--dry-run")).toEqual({
    code: 0,
    stdout: `npm install --save-exact --ignore-scripts --no-audit --no-fund -- 'acme@>=1 <2'   # in ${cwd}\n`,
    stderr: "",
  });
  expect(asked).toEqual([]);
});

test("the package manager is the one of the project, also from a folder inside it", async () => {
  const inner = { "inner/package.json": "{}" };
  for (const [files, start] of [
    [{ "yarn.lock": "" }, "yarn add --exact --ignore-scripts --non-interactive acme"],
    [{ "yarn.lock": "", ".yarnrc.yml": "" }, "yarn add --exact --mode=skip-build acme"],
    [{ "package.json": '{ "packageManager": "yarn@4.9.1" }' }, "yarn add --exact --mode=skip-build acme"],
    [{ "bun.lock": "" }, "bun add --exact --ignore-scripts acme"],
    [{ "package.json": '{ "packageManager": "pnpm@10.1.0" }', "yarn.lock": "" }, "pnpm add --save-exact"],
  ] as const) {
    const cwd = join(project({ ...files, ...inner }), "inner");
    const { stdout } = await install(cwd, "acme", "--dry-run");
    expect(stdout).toContain(start);
    expect(stdout).toContain(`# in ${cwd}\n`);
  }
});

test("a package that is no plugin stays, and is told", async () => {
  const cwd = project();
  await withRegistry([
    { manifest: { name: "left-pad", version: "1.3.0" } },
    plugin("acme", "1.0.0", placeToWrite()),
  ]);
  const { code, stdout, stderr } = await install(cwd, "left-pad", "acme");
  expect(stdout).toMatch(
    /^left-pad 1\.3\.0 \S+\n {2}is no plugin: .*\nacme 1\.0\.0 \S+\n {2}contributes: llm acme\n/,
  );
  expect(stderr).toContain("error NOT_A_PLUGIN: Installed, and no plugin: left-pad.");
  expect(code).toBe(1);
});

test("packages of LangChain need no manifest", async () => {
  const cwd = project();
  await withRegistry(
    ["@langchain/anthropic", "@langchain/textsplitters"].map((name) => ({
      manifest: { name, version: "1.0.0" },
    })),
  );
  const { code, stdout } = await install(cwd, "@langchain/anthropic", "@langchain/textsplitters");
  expect(stdout).toContain('use: createAgent().withLlm("anthropic")\n');
  expect(stdout).toContain("is a package of LangChain: import what you need of it\n");
  expect(code).toBe(0);
});

test("a plugin with a broken manifest is told with file, line and fix", async () => {
  const cwd = project();
  const pergola = {
    category: "llm",
    provider: "acme",
    entry: "../../evil.js",
    engines: { pergola: ">=0.0.0" },
  };
  await withRegistry([plugin("acme", "1.0.0", placeToWrite(), { pergola })]);
  const { code, stdout, stderr } = await install(cwd, "acme");
  expect(stdout).toMatch(
    /is a plugin and cannot be used:\n\S+acme\/package\.json:1:\d+ error PLUGIN_MANIFEST_INVALID: entry: /,
  );
  expect(stderr).toContain("error PLUGINS_UNUSABLE: Installed, and cannot be used: acme.");
  expect(code).toBe(1);
});

test.each(["npm", "pnpm"] as const)("%s installs a packed package by its path", async (manager) => {
  const [cwd, ran] = [
    project(manager === "pnpm" ? { "pnpm-lock.yaml": "lockfileVersion: '9.0'\n" } : {}),
    placeToWrite(),
  ];
  await withRegistry([]);
  const file = packed(plugin("@acme/plugin", "1.0.0", ran));
  const { code, stdout } = await install(cwd, file);
  expect(stdout).toBe(
    `@acme/plugin 1.0.0 ${integrityOf(readFileSync(file))}\n  contributes: llm plugin\n  use: createAgent().withLlm("plugin")\n`,
  );
  expect({ code, ran: existsSync(ran) }).toEqual({ code: 0, ran: false });
});

test("what the registry does not have is told by the package manager, and the command fails", async () => {
  const cwd = project();
  await withRegistry([]);
  const { code, stdout, stderr } = await install(cwd, "acme");
  expect(stderr).toMatch(
    /E404[\s\S]*error INSTALL_FAILED: npm install .* acme ended with code 1\.\n {2}hint: .+\n$/,
  );
  expect({ code, stdout, now: json(cwd, "package.json").dependencies }).toEqual({
    code: 1,
    stdout: "",
    now: undefined,
  });
});

test("a package manager that is not there is told, with what to do", async () => {
  const cwd = project({ "bun.lock": "" });
  vi.stubEnv("PATH", tempFolder());
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await install(cwd, "acme")).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^error PACKAGE_MANAGER_MISSING: .* bun, which .*\n {2}hint: Install it: npm install --global bun\./,
    ),
  });
});

test("outside of a project there is nothing to install into", async () => {
  expect(await install(tempFolder(), "acme")).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^error PROJECT_NOT_FOUND: [\s\S]*npm init -y\n$/),
  });
});

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
    { name: "none", directory: folder("none"), installed: false },
    { name: "one", directory: folder("one"), installed: true },
    { name: "two", directory: folder("two"), installed: true },
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
    stdout: "There are no plugins in the folder plugins.\n",
  });
  expect(asked).toEqual([]);
});
