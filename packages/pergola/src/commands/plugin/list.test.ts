import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { runHere } from "../../cli/run-cli.test-helper.ts";
import { tempFolder } from "../../plugin/install/registry.test-helper.ts";

const manifest = (name: string, changed: object = {}) => ({
  name,
  version: "1.0.0",
  category: "llm",
  provider: "acme",
  entry: "./index.mjs",
  engines: { pergola: ">=0.0.0" },
  ...changed,
});

/** A project, and the home of its user: plugins in every place, whose code writes a file when it runs. */
function places(files: Readonly<Record<string, string>> = {}) {
  const home = tempFolder({
    ".pergola/plugins/mine/plugin.json": JSON.stringify(
      manifest("mine", { category: "storage", provider: "attic" }),
    ),
    ".pergola/plugins/mine/index.mjs": "",
  });
  const { name, version, ...pergola } = manifest("morse", {
    category: undefined,
    provider: undefined,
    contributes: { steps: ["morse"], tools: ["beep"] },
  });
  const cwd = tempFolder({
    "package.json": JSON.stringify({ dependencies: { morse: "1", left: "1" } }),
    "node_modules/morse/package.json": JSON.stringify({ name, version, pergola }),
    "node_modules/morse/index.mjs": RUNS,
    "node_modules/left/package.json": "{}",
    "plugins/acme/plugin.json": JSON.stringify(manifest("acme")),
    "plugins/acme/index.mjs": RUNS,
    ...files,
  });
  vi.stubEnv("HOME", home);
  onTestFinished(() => void vi.unstubAllEnvs());
  return cwd;
}

const RUNS = `import { writeFileSync } from "node:fs"; writeFileSync("ran.txt", ""); writeFileSync(new URL("ran.txt", import.meta.url), "");`;

test("the list has every plugin in the order in which it wins, and runs none", async () => {
  const cwd = places();
  expect(await runHere(["plugin", "list"], cwd)).toEqual({
    code: 0,
    stderr: "",
    stdout: `acme   1.0.0  ./plugins/acme           llm acme
morse  1.0.0  dependency               steps morse; tools beep
mine   1.0.0  ~/.pergola/plugins/mine  storage attic
`,
  });
  for (const folder of ["", "plugins/acme", "node_modules/morse"])
    expect(existsSync(join(cwd, folder, "ran.txt"))).toBe(false);
});

test("what is wrong comes below with file, line and fix, and the command fails", async () => {
  const cwd = places({
    "plugins/broken/plugin.json": JSON.stringify(
      manifest("broken", { engines: { pergola: "soon" } }),
      null,
      2,
    ),
    "plugins/morse/plugin.json": JSON.stringify(manifest("morse", { provider: "other" })),
    "plugins/morse/index.mjs": "",
  });
  const { code, stdout, stderr } = await runHere(["plugin", "list"], cwd);
  expect(stdout).toContain("\nbroken  ?      ./plugins/broken         (unusable)\n");
  expect(stdout).toContain("\nmorse   1.0.0  dependency               (shadowed)\n");
  expect(stdout).toContain(
    `\n\n${cwd}/plugins/broken/plugin.json:8:5 error PLUGIN_MANIFEST_INVALID: engines.pergola: "soon" is no range of versions.\n  fix: Write a range as npm does, `,
  );
  expect(stdout).toMatch(/warning PLUGIN_SHADOWED: .+\n {2}fix: .+\n$/);
  expect(stderr).toMatch(
    /^error PLUGINS_UNUSABLE: 1 defect keeps plugins from being used\.\n {2}hint: .+\n$/,
  );
  expect(code).toBe(1);
});

test("a plugin that gives way to another is a warning: the command does not fail", async () => {
  const cwd = places({
    "plugins/morse/plugin.json": JSON.stringify(manifest("morse", { provider: "other" })),
    "plugins/morse/index.mjs": "",
  });
  const { code, stdout } = await runHere(["plugin", "list"], cwd);
  expect(stdout).toContain("warning PLUGIN_SHADOWED");
  expect(code).toBe(0);
});

test("with --json it is one object", async () => {
  const { code, stdout } = await runHere(["plugin", "list", "--json"], places());
  expect(JSON.parse(stdout)).toMatchObject({
    plugins: [
      {
        name: "acme",
        origin: "folder",
        status: "found",
        providers: [{ category: "llm", name: "acme" }],
        contributes: {},
      },
      { name: "morse", origin: "dependency", contributes: { steps: ["morse"], tools: ["beep"] } },
      { name: "mine", origin: "user", providers: [{ category: "storage", name: "attic" }] },
    ],
    diagnostics: [],
  });
  expect(code).toBe(0);
});

test("where there are none, that is said", async () => {
  vi.stubEnv("HOME", tempFolder());
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await runHere(["plugin", "list"], tempFolder())).toEqual({
    code: 0,
    stdout: expect.stringMatching(
      /^No plugins were found\. .*plugin install <name>; .*plugin create <name>\n$/,
    ),
    stderr: "",
  });
});
