import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import { runBin } from "../../bin.test-helper.ts";
import {
  install,
  json,
  placeToWrite,
  project,
  withRegistry,
} from "../../plugin/install/install.test-helper.ts";
import { integrityOf, packed, plugin, tempFolder } from "../../plugin/install/registry.test-helper.ts";

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
