import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runBin, tempProject, WORDS } from "../../bin.test-helper.ts";

const CHART = `flowchart TB
  n_start(["in"])
  n_split("split")
  n_count("count")
  n_end(["out"])
  n_start --> n_split
  n_split --> n_count
  n_count --> n_end
`;
const visualize = (cwd: string, ...args: readonly string[]) =>
  runBin(["flow", "visualize", ...args], { cwd });

test("a flow is drawn as Mermaid on stdout, and nothing else is written", async () => {
  const cwd = tempProject({ "words.ts": WORDS });
  expect(await visualize(cwd, "words.ts")).toEqual({ code: 0, stdout: CHART, stderr: "" });
});

test("format, direction and policies are as asked for", async () => {
  const cwd = tempProject({ "words.ts": WORDS });
  const options = ["--format", "dot", "--direction", "LR", "--policies"];
  const { stdout } = await visualize(cwd, "words.ts", ...options);
  expect(stdout).toMatch(/^digraph "words" \{\n/);
  expect(stdout).toContain("rankdir=LR");
  expect(stdout).toMatch(/label="split\\n[^"]*2/);
});

test("an agent, or whatever else has describe(), is drawn; of a module by its URL, made by a function", async () => {
  const cwd = tempProject({
    "helper.js": `export const other = () => { throw new Error("never called") };
      export default async () => ({ describe: () => ({ name: "helper", kind: "agent",
        nodes: [{ id: "a", label: "think", kind: "llm" }], edges: [] }) });`,
  });
  const { stdout, code } = await visualize(cwd, new URL(`file://${cwd}/helper.js`).href);
  expect(stdout).toBe('flowchart TB\n  n_a("think")\n');
  expect(code).toBe(0);
});

test("the ending of --out says the format, and a second time nothing changes", async () => {
  const cwd = tempProject({ "words.ts": WORDS, "docs/old.svg": "" });
  expect(await visualize(cwd, "words.ts", "--out", "docs/words.svg")).toEqual({
    code: 0,
    stdout: "docs/words.svg was written.\n",
    stderr: "",
  });
  expect(readFileSync(join(cwd, "docs/words.svg"), "utf8")).toMatch(/^<svg /);
  expect((await visualize(cwd, "words.ts", "--out", "docs/words.svg")).stdout).toBe(
    "docs/words.svg is up to date.\n",
  );
});

test("a page gets the diagram between its markers, and --check tells when it is not that of the flow", async () => {
  const page = "# Words\n\n<!-- pergola:flow words -->\n<!-- /pergola:flow -->\n\nText.\n";
  const cwd = tempProject({ "words.ts": WORDS, "README.md": page });
  const args = ["words.ts", "--out", "README.md"];

  const stale = await visualize(cwd, ...args, "--check");
  expect(stale).toMatchObject({ code: 1, stdout: "" });
  expect(stale.stderr).toBe(
    'error OUTPUT_STALE: README.md does not show the flow "words" as it is now.\n  hint: Run the same command without --check, and commit what it writes.\n',
  );
  expect(readFileSync(join(cwd, "README.md"), "utf8")).toBe(page);

  expect(await visualize(cwd, ...args, "--json")).toEqual({
    code: 0,
    stdout: '{"name":"words","format":"mermaid","file":"README.md","changed":true}\n',
    stderr: "",
  });
  expect(readFileSync(join(cwd, "README.md"), "utf8")).toBe(
    page.replace("-->\n<!--", `-->\n\n\`\`\`mermaid\n${CHART}\`\`\`\n\n<!--`),
  );
  expect((await visualize(cwd, ...args, "--check")).code).toBe(0);
});
