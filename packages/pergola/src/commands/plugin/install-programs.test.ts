import { execFile } from "node:child_process";
import { chmodSync, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import { runHere } from "../../cli/run-cli.test-helper.ts";
import { install, placeToWrite, project, withRegistry } from "../../plugin/install/install.test-helper.ts";
import { programToStart } from "../../plugin/install/program-to-start.ts";
import { plugin, tempFolder } from "../../plugin/install/registry.test-helper.ts";

/** A project of which a package that is installed has put programs into PATH, as `npx` does. */
function projectWithPrograms(names: readonly string[], ran: string): string {
  const evil = `#!/bin/sh\necho ran >> ${ran}\n`;
  const cwd = project(Object.fromEntries(names.map((name) => [`node_modules/.bin/${name}`, evil])));
  for (const name of names) chmodSync(join(cwd, "node_modules/.bin", name), 0o755);
  vi.stubEnv("PATH", [join(cwd, "node_modules/.bin"), process.env.PATH].join(delimiter));
  onTestFinished(() => void vi.unstubAllEnvs());
  return cwd;
}

test("a program that a plugin brings is not taken for npm, nor for what npm runs", async () => {
  const ran = placeToWrite();
  await withRegistry([plugin("acme", "1.0.0", placeToWrite())]);
  const cwd = projectWithPrograms(["npm", "node", "git"], ran);
  const { code, stdout } = await install(cwd, "acme");
  expect({ code, ran: existsSync(ran) }).toEqual({ code: 0, ran: false });
  expect(stdout).toMatch(/^acme 1\.0\.0 /);
});

test("nor for the git that knows who writes a plugin", async () => {
  const ran = placeToWrite();
  const cwd = projectWithPrograms(["git"], ran);
  const { code } = await runHere(["plugin", "create", "acme"], cwd);
  expect({ code, ran: existsSync(ran) }).toEqual({ code: 0, ran: false });
});

/** What Windows has beside the script of a package manager that its shell runs. */
const says = "process.stdout.write(JSON.stringify(process.argv.slice(2)));";
const WINDOWS = {
  "npm.cmd": "@ECHO off",
  "node_modules/npm/package.json": '{ "bin": { "npm": "bin/npm-cli.js", "npx": "bin/npx-cli.js" } }',
  "node_modules/npm/bin/npm-cli.js": says,
};
const COREPACK = { "pnpm.cmd": "@ECHO off", "node_modules/corepack/dist/pnpm.js": says };

test.each([
  ["npm", WINDOWS],
  ["pnpm", COREPACK],
])("on Windows %s is started without a shell, with its arguments as they are", async (program, files) => {
  const [empty, there] = [tempFolder(), tempFolder(files)];
  const path = ["relative", empty, there].join(delimiter);
  const { file, args } = programToStart(program, { path, platform: "win32" });
  expect(file).toBe(process.execPath);
  const hostile = ["acme@^1 || >2", '"&calc"', "%PATH%", "a b"];
  const { stdout } = await promisify(execFile)(file, [...args, ...hostile]);
  expect(JSON.parse(stdout)).toEqual(hostile);
});

test("on Windows a program that needs no shell is started as it is, by its whole path", () => {
  const there = tempFolder({ "bun.exe": "" });
  expect(programToStart("bun", { path: there, platform: "win32" })).toEqual({
    file: join(there, "bun.exe"),
    args: [],
  });
});

test.each([
  ["is not there", {}, "PACKAGE_MANAGER_MISSING", /which is not installed/],
  ["is a script of the shell and nothing else", { "npm.cmd": "" }, "PACKAGE_MANAGER_MISSING", /npm\.cmd/],
])("on Windows a package manager that %s is refused", (_how, files, code, message) => {
  const there = tempFolder(files);
  expect(() => programToStart("npm", { path: there, platform: "win32" })).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(message) }),
  );
});
