import { expect, test } from "vitest";
import { runBin, tempProject, WORDS } from "./bin.test-helper.ts";

/** Tells on stderr, when the process ends, what it has loaded. */
const RECORD = `
import { registerHooks } from "node:module";
const urls = [];
registerHooks({ load(url, context, next) { urls.push(url); return next(url, context); } });
process.on("exit", () => console.error(urls.join("\\n")));
`;

async function loadedBy(...args: readonly string[]) {
  const cwd = tempProject({ "record.js": RECORD, "words.ts": WORDS });
  const { code, stderr } = await runBin(args, { cwd, node: [`--import=${cwd}/record.js`] });
  expect(code).toBe(0);
  expect(stderr).toContain("/commander/");
  return (part: string) => stderr.includes(`/${part}/`);
}

test.each([
  ["--help", ["--help"]],
  ["--help of a command", ["flow", "run", "--help"]],
  ["--help of a plugin command", ["plugin", "install", "--help"]],
  ["--version", ["--version"]],
])("%s loads neither viz nor the flow runtime nor plugins", async (_, args) => {
  const isLoaded = await loadedBy(...args);
  expect(isLoaded("viz/src")).toBe(false);
  expect(isLoaded("flow-runtime/src")).toBe(false);
  expect(isLoaded("plugins/src")).toBe(false);
});

test("a run does not load viz, and the check sees what is loaded", async () => {
  const isLoaded = await loadedBy("flow", "run", "words.ts", '"a b"');
  expect(isLoaded("viz/src")).toBe(false);
  expect(isLoaded("flow-runtime/src")).toBe(true);
  expect(isLoaded("plugins/src")).toBe(false);
});

test("the list of plugins loads what finds them, and nothing of flows", async () => {
  const isLoaded = await loadedBy("plugin", "list");
  expect(isLoaded("plugins/src")).toBe(true);
  expect(isLoaded("flow-runtime/src")).toBe(false);
});
