import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runBin } from "../../bin.test-helper.ts";
import {
  type Published,
  plugin,
  startRegistry,
  tempFolder,
} from "../../plugin/install/registry.test-helper.ts";

const project = (files: Record<string, string> = {}) =>
  tempFolder({ "package.json": '{ "name": "mine", "version": "1.0.0" }', ...files });

interface Setting {
  readonly cwd: string;
  readonly packages: readonly Published[];
}

/** The real program with real package managers, which know one registry: one on this machine. */
async function install(args: readonly string[], { cwd, packages }: Setting) {
  const { url, asked } = await startRegistry(packages);
  const env = {
    HOME: tempFolder(),
    npm_config_registry: `${url}/`,
    npm_config_cache: tempFolder(),
    npm_config_update_notifier: "false",
  };
  return { ...(await runBin(["plugin", "install", ...args], { cwd, env })), asked };
}

const dependencies = (cwd: string) =>
  JSON.parse(readFileSync(join(cwd, "package.json"), "utf8")).dependencies;
const placeToWrite = () => join(tempFolder(), "ran.txt");

test("npm installs the newest of a range and pins it; no script and no code of it runs", async () => {
  const [cwd, ran] = [project(), placeToWrite()];
  const packages = ["1.0.0", "1.4.0", "2.0.0"].map((version) => plugin("acme", version, ran));
  const { code, stdout, stderr } = await install(["acme@^1.0.0"], { cwd, packages });
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("added 1 package") });
  expect(stdout).toMatch(
    /^acme 1\.4\.0 sha512-\S{86}==\n {2}contributes: llm acme\n {2}use: createAgent\(\)\.withLlm\("acme"\)\n$/,
  );
  expect(dependencies(cwd)).toEqual({ acme: "1.4.0" });
  expect(existsSync(ran)).toBe(false);
});
