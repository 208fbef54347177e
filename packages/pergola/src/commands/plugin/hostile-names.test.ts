import { spawn } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { runHere } from "../../cli/run-cli.test-helper.ts";
import { tempFolder } from "../../plugin/install/registry.test-helper.ts";

/** Every process that is started from now on. */
function startedProcesses(): readonly unknown[] {
  const started: unknown[] = [];
  const note = (message: unknown) => void started.push(message);
  subscribe("child_process", note);
  onTestFinished(() => void unsubscribe("child_process", note));
  return started;
}

test("these tests see a process that is started", async () => {
  const started = startedProcesses();
  await once(spawn(process.execPath, ["--version"], { stdio: "ignore" }), "close");
  expect(started).toHaveLength(1);
});

test.each([
  "",
  " ",
  "-g",
  "--global",
  "--ignore-scripts=false",
  "--registry=http://evil.example",
  "-",
  "--",
  "acme --ignore-scripts=false",
  "acme\n--ignore-scripts=false",
  "acme;touch x",
  "acme && touch x",
  "$(touch x)",
  "`touch x`",
  "acme|cat",
  "acme\0",
  "acme\u202e",
  "ACME",
  "äcme",
  "_acme",
  ".acme",
  "acme/../../x",
  "@acme",
  "@/acme",
  "@acme/",
  "@acme/a/b",
  "@../acme",
  "@acme/..",
  "user/repo",
  "plugins/acme",
  "github:user/repo",
  "gist:11081aaa281",
  "git+https://evil.example/x.git",
  "git+ssh://git@evil.example/x.git",
  "https://user:secret@evil.example/x.tgz",
  "http://evil.example/x.tgz",
  "file:../x",
  "link:../x",
  "npm:acme@1",
  "acme@npm:evil@1",
  "acme@https://evil.example/x.tgz",
  "acme@file:../x",
  "acme@../x",
  "acme@.",
  "acme@~/x",
  "acme@git+ssh://evil.example/x",
  "acme@workspace:*",
  "acme@",
  "acme@ 1",
  "acme@-1",
  "acme@1.tgz",
  "acme.tgz",
  "acme-1.0.0.tar.gz",
  `a${"a".repeat(214)}`,
  `acme@${"1".repeat(300)}`,
  "~/plugin",
  "./gone",
  "./package.json",
  "/dev/null",
  "./a\0b",
])("%j is refused before a process is started", async (name) => {
  const started = startedProcesses();
  const cwd = tempFolder({ "package.json": "{}" });
  for (const args of [
    ["--", name],
    ["acme", "--", name],
  ]) {
    const { code, stdout, stderr } = await runHere(["plugin", "install", ...args], cwd);
    expect(stderr).toMatch(/^error INVALID_USAGE: .+\n {2}hint: .+\n$/);
    expect(stderr).not.toContain("secret");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  }
  expect(started).toEqual([]);
});

test.each(["--global", "--ignore-scripts=false", "-g"])("%s is no option of the command", async (option) => {
  const started = startedProcesses();
  expect(await runHere(["plugin", "install", "acme", option], tempFolder())).toMatchObject({ code: 2 });
  expect(started).toEqual([]);
});
