import { chmodSync, existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { interrupted } from "../../cli/interrupted.ts";
import { keepOutput } from "../../cli/run-cli.test-helper.ts";
import { runCli } from "../../cli/run-cli.ts";
import {
  install,
  json,
  placeToWrite,
  project,
  withRegistry,
} from "../../plugin/install/install.test-helper.ts";
import { plugin, tempFolder } from "../../plugin/install/registry.test-helper.ts";

const MANAGERS = {
  npm: {},
  pnpm: { "pnpm-lock.yaml": "lockfileVersion: '9.0'\n" },
} as const;
const LOCKFILES = ["package-lock.json", "pnpm-lock.yaml"];

/** What says which packages a project has. */
const stateOf = (cwd: string) =>
  Object.fromEntries(
    ["package.json", ...LOCKFILES].map((file) => {
      const path = join(cwd, file);
      return [file, existsSync(path) ? readFileSync(path, "utf8") : undefined];
    }),
  );

const versions = [
  "9.9.9",
  "https://evil.example/evil.tgz",
  "file:../..",
  "npm:evil@1.0.0",
  "1 --global",
  "*",
];
test.each(
  Object.entries(MANAGERS).flatMap(([manager, files]) =>
    versions.map((version) => ({ manager, files, version })),
  ),
)(
  "with $manager a package does not choose what is pinned by calling itself $version",
  async ({ files, version }) => {
    const cwd = project(files);
    const before = stateOf(cwd);
    const honest = plugin("acme", "1.0.0", placeToWrite());
    const { asked } = await withRegistry([{ ...honest, inside: { ...honest.manifest, version } }]);
    const { code, stdout, stderr } = await install(cwd, "acme@^1.0.0");
    // pnpm keeps the range, and is asked for a version only if it is one.
    const why =
      version === "9.9.9" && "pnpm-lock.yaml" in files
        ? "pnpm add .* acme@9.9.9 ended with code 1"
        : "What came as acme \\S+ calls itself acme .+";
    expect(stderr).toMatch(new RegExp(`error INSTALL_FAILED: ${why}\\.\\n {2}hint: .+\\n$`));
    expect({ code, stdout, now: stateOf(cwd) }).toEqual({ code: 1, stdout: "", now: before });
    expect(asked.filter((path) => !path.startsWith("acme"))).toEqual([]);
  },
);

test("a package that calls itself by another name is refused", async () => {
  const cwd = project();
  const before = stateOf(cwd);
  const honest = plugin("acme", "1.0.0", placeToWrite());
  await withRegistry([{ ...honest, inside: { ...honest.manifest, name: "evil" } }]);
  const { code, stderr } = await install(cwd, "acme");
  expect(stderr).toContain("error INSTALL_FAILED: What came as acme 1.0.0 calls itself evil 1.0.0");
  expect({ code, now: stateOf(cwd) }).toEqual({ code: 1, now: before });
});

test("Ctrl-C before what came is pinned leaves the project as it was", async () => {
  const cwd = project(MANAGERS.pnpm);
  const before = stateOf(cwd);
  await withRegistry([plugin("acme", "1.0.0", placeToWrite())]);
  const ending = new AbortController();
  const [stdout, kept] = [keepOutput(), keepOutput()];
  const stderr = {
    write(text: string, done: () => void) {
      if (text.includes("Done in")) ending.abort(interrupted("SIGINT"));
      kept.write(text, done);
    },
  };
  const context = { cwd, stdout, stderr, signal: ending.signal };
  expect(await runCli(["plugin", "install", "acme@^1.0.0"], context)).toBe(130);
  expect(stateOf(cwd)).toEqual(before);
});

/** A program in PATH that is taken for npm. */
function fakeNpm(script: string): void {
  const bin = tempFolder({ npm: `#!${process.execPath}\n${script}` });
  chmodSync(join(bin, "npm"), 0o755);
  vi.stubEnv("PATH", [bin, process.env.PATH].join(delimiter));
  onTestFinished(() => void vi.unstubAllEnvs());
}

test("a package manager that fails half-way, as on a full disk, leaves the project as it was", async () => {
  const cwd = project();
  const before = stateOf(cwd);
  fakeNpm(`const { writeFileSync } = require("node:fs");
    writeFileSync("package.json", '{ "dependencies": { "acme": "1.0.0" } }');
    writeFileSync("package-lock.json", "");
    process.exitCode = 228;`);
  const { code, stderr } = await install(cwd, "acme");
  expect(stderr).toContain("ended with code 228.");
  expect({ code, now: stateOf(cwd) }).toEqual({ code: 1, now: before });
});

test("a package that does not stay in package.json is told", async () => {
  const cwd = project();
  fakeNpm(`require("node:fs").mkdirSync("node_modules/acme", { recursive: true });
    require("node:fs").writeFileSync("node_modules/acme/package.json", '{ "name": "acme", "version": "1.0.0" }');`);
  expect(await install(cwd, "acme")).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/error INSTALL_FAILED: .* acme, and package\.json does not have it\./),
  });
});

test.each(Object.entries(MANAGERS))("two installations at a time with %s both count", async (_, files) => {
  const cwd = project(files);
  const names = ["one", "two", "three"];
  await withRegistry(names.map((name) => plugin(name, "1.0.0", placeToWrite())));
  const ended = await Promise.all(names.map((name) => install(cwd, name)));
  expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(json(cwd, "package.json").dependencies).toEqual({ one: "1.0.0", two: "1.0.0", three: "1.0.0" });
});

test("a plugin whose names are another one's already is told, without a line that would use the other", async () => {
  const cwd = project();
  const pergola = {
    category: "llm",
    provider: "acme",
    entry: "./index.js#p",
    engines: { pergola: ">=0.0.0" },
  };
  await withRegistry(["acme", "bcme"].map((name) => plugin(name, "1.0.0", placeToWrite(), { pergola })));
  expect((await install(cwd, "acme")).stdout).toContain("  use: ");
  const { code, stdout } = await install(cwd, "bcme");
  expect(stdout).toMatch(
    /^bcme 1\.0\.0 \S+\n {2}contributes: llm acme\n\S+ warning PLUGIN_SHADOWED: .*\n {2}fix: .*\n$/,
  );
  expect(code).toBe(0);
});
