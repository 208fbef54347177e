import { expect, test } from "vitest";
import { tempProject, WORDS } from "../bin.test-helper.ts";
import { keepOutput } from "../cli/run-cli.test-helper.ts";
import { runFlow } from "./run-flow.ts";

const ERASE = "\r\u001b[K";

async function runWords(json: boolean, terminals: { readonly stdout: boolean; readonly stderr: boolean }) {
  const cwd = tempProject({ "words.ts": WORDS });
  const stdout = { ...keepOutput(), isTTY: terminals.stdout };
  const stderr = { ...keepOutput(), isTTY: terminals.stderr };
  const context = { cwd, stdout, stderr, stdin: process.stdin, signal: new AbortController().signal };
  const source = { file: "words.ts", exportName: undefined, importTimeoutMs: 10_000 };
  await runFlow(source, { input: '"a b"', timeoutMs: undefined, json }, context);
  return { stdout: stdout.kept.text, stderr: stderr.kept.text };
}

test("who watches sees what the nodes do, and at the end nothing of it is left", async () => {
  const { stdout, stderr } = await runWords(false, { stdout: true, stderr: true });
  expect(stderr).toContain(`${ERASE}split ●1`);
  expect(stderr.endsWith(ERASE)).toBe(true);
  expect(stdout).toBe('a, b, \n{\n  "words": 2\n}\n');
});

test.each([
  ["nobody watches", false, { stdout: true, stderr: false }],
  ["lines of JSON come to the same terminal", true, { stdout: true, stderr: true }],
])("there is no progress when %s", async (_, json, terminals) => {
  expect((await runWords(json, terminals)).stderr).toBe("");
});

test("lines of JSON that go elsewhere leave the progress in the terminal", async () => {
  expect((await runWords(true, { stdout: false, stderr: true })).stderr).toContain("split ●1");
});
