import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { ROOT } from "./workspace.test-helper.ts";

const guard = pathToFileURL(join(import.meta.dirname, "guard-network.ts")).href;

function runGuarded(args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=@pergola/source", `--import=${guard}`, ...args],
    { cwd: ROOT, encoding: "utf8", env: { PATH: process.env.PATH, HOME: tmpdir() } },
  );
  return { status, stdout, calls: stderr.split("\n").filter((line) => line.startsWith("PHONED")) };
}

test("an agent with a model, a tool and a memory makes no network call of its own", () => {
  const { status, stdout, calls } = runGuarded(["examples/quickstart/src/main.ts"]);
  expect(calls).toEqual([]);
  expect(stdout).toContain("quickstart: ok");
  expect(status).toBe(0);
});

test.each([
  ["fetch", 'await fetch("http://192.0.2.1/").catch(() => {})'],
  ["connect", '(await import("node:net")).connect(80, "192.0.2.1").on("error", () => {})'],
  ["connect", '(await import("node:https")).get("https://192.0.2.1/").on("error", () => {})'],
  ["dns.lookup", 'await (await import("node:dns")).promises.lookup("example.com").catch(() => {})'],
])("the guard would see it: %s", (what, code) => {
  const { calls } = runGuarded(["--input-type=module", `--eval=try { ${code} } catch {}`]);
  expect(calls[0]).toMatch(`PHONED ${what} `);
});

test("the guard lets the machine talk to itself", () => {
  const code = `
    const server = (await import("node:http")).createServer((_, response) => response.end("hi"));
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    console.log(await (await fetch("http://127.0.0.1:" + server.address().port)).text());
    server.close(); server.closeAllConnections();`;
  expect(runGuarded(["--input-type=module", `--eval=${code}`])).toMatchObject({
    status: 0,
    calls: [],
    stdout: "hi\n",
  });
});

test("neither does the build tool, in any script", () => {
  const args = [join(ROOT, "scripts/turbo.ts"), "telemetry", "status"];
  const env = { PATH: `${join(ROOT, "node_modules/.bin")}:${process.env.PATH}`, HOME: tmpdir() };
  expect(spawnSync(process.execPath, args, { encoding: "utf8", env }).stdout).toContain("Status: Disabled");
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const commands = Object.values<string>(scripts).flatMap((script) => script.split(/&&|\|\||[;("]/));
  expect(commands.map((command) => command.trim()).filter((each) => /^turbo\b/.test(each))).toEqual([]);
});
