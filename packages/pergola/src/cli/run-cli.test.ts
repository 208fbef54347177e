import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { keepOutput, runHere } from "./run-cli.test-helper.ts";
import { runCli } from "./run-cli.ts";

test("--help of each command is on stdout and says how it ends", async () => {
  for (const args of [
    ["--help"],
    ["flow", "run", "--help"],
    ["flow", "visualize", "--help"],
    ["plugin", "install", "--help"],
    ["plugin", "list", "--help"],
  ]) {
    const { code, stdout, stderr } = await runHere(args);
    expect(stdout).toMatch(new RegExp(`^Usage: pergola ${args.slice(0, -1).join(" ")}`));
    expect(stdout).toContain("Exit codes:");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  }
});

test("each command that does something has examples", async () => {
  for (const command of ["flow run", "flow visualize", "plugin install", "plugin list"])
    expect((await runHere([...command.split(" "), "--help"])).stdout).toContain(
      `Examples:\n  $ pergola ${command}`,
    );
});

test("without a command the help is on stderr, as an error", async () => {
  for (const args of [[], ["flow"], ["plugin"]]) {
    const { code, stdout, stderr } = await runHere(args);
    expect(stderr).toMatch(/^Usage: pergola /);
    expect(stderr).not.toContain("error");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  }
});

test("the README shows the help of plugin install as it is", async () => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const { stdout } = await runHere(["plugin", "install", "--help"]);
  expect(readme).toContain(
    `$ pergola plugin install --help\n${stdout.slice(0, stdout.indexOf("\nExamples:"))}`,
  );
});

test("--version is that of the package", async () => {
  const { version } = (await import("../../package.json", { with: { type: "json" } })).default;
  expect(await runHere(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test.each<[string, readonly string[], string, string]>([
  ["an unknown command", ["flwo"], "Unknown command 'flwo'.", "Did you mean flow? See `pergola --help`."],
  [
    "an unknown command of a group",
    ["flow", "visualise", "x"],
    "Unknown command 'visualise'.",
    "Did you mean visualize? See `pergola flow --help`.",
  ],
  [
    "an unknown option",
    ["flow", "run", "x.ts", "--exprt", "a"],
    "Unknown option '--exprt'.",
    "Did you mean --export? See `pergola flow run --help`.",
  ],
  ["no file", ["flow", "run"], "Missing required argument 'file'.", "See `pergola flow run --help`."],
  [
    "an argument too many",
    ["flow", "visualize", "a.ts", "b.ts"],
    "Too many arguments for 'visualize'. Expected 1 argument but got 2: a.ts, b.ts.",
    "See `pergola flow visualize --help`.",
  ],
  [
    "a direction that is none",
    ["flow", "visualize", "a.ts", "--direction", "UP"],
    "Option '--direction <way>' argument 'UP' is invalid. Allowed choices are TB, LR.",
    "See `pergola flow visualize --help`.",
  ],
  [
    "--check without a file",
    ["flow", "visualize", "a.ts", "--check"],
    "--check compares with a file; there is no --out.",
    "Add --out <file>.",
  ],
])("it is wrong usage: %s", async (_, args, message, hint) => {
  const { code, stdout, stderr } = await runHere(args);
  expect(stderr).toBe(`error INVALID_USAGE: ${message}\n  hint: ${hint}\n`);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
});

test.each(["0", "-1", "1.5", "soon", "", "9007199254740993"])(
  "--timeout %s is wrong usage",
  async (timeout) => {
    const { code, stderr } = await runHere(["flow", "run", "x.ts", `--timeout=${timeout}`]);
    expect(stderr).toContain("Expected milliseconds, a whole number from 1.");
    expect(code).toBe(2);
  },
);

test("with --json an error is a line of JSON, also one of usage", async () => {
  const { stderr } = await runHere(["flow", "run", "--json"]);
  expect(JSON.parse(stderr)).toMatchObject({ error: { code: "INVALID_USAGE", hint: expect.any(String) } });
  expect((await runHere(["flow", "run", "--", "--json"])).stderr).toMatch(/^error FLOW_FILE_NOT_FOUND/);
});

test("a signal that has fired ends the command with its reason", async () => {
  const stderr = keepOutput();
  const signal = AbortSignal.abort(new Error("enough"));
  const code = await runCli(["flow", "run", import.meta.filename], { stderr, stdout: keepOutput(), signal });
  expect(stderr.kept.text).toBe("error UNEXPECTED: enough\n");
  expect(code).toBe(1);
});

test("a terminal with colours gets them, and shows control characters instead of obeying them", async () => {
  const stderr = { ...keepOutput(), isTTY: true, hasColors: () => true };
  await runCli(["flow", "run", "a\u001b[2Jb.ts"], { stderr, cwd: "/" });
  expect(stderr.kept.text).toContain("\u001b[1mFLOW_FILE_NOT_FOUND\u001b[22m");
  expect(stderr.kept.text).toContain("There is no file a\u241b[2Jb.ts in /.");
});
