import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempProject } from "../bin.test-helper.ts";
import { planUpdate } from "./plan-update.ts";
import { writeOutput } from "./write-output.ts";

const diagram = { name: "words", format: "mermaid", text: "flowchart TB\n  a\n" } as const;
const plan = (cwd: string, file: string) => planUpdate(diagram, { file, isPage: file.endsWith(".md") }, cwd);

test("a file that is not there is a change, one that says the same is none, whatever its line ends", async () => {
  const cwd = tempProject({
    "same.mmd": diagram.text,
    "crlf.mmd": "flowchart TB\r\n  a\r\n",
    "old.mmd": "x",
  });
  expect(await plan(cwd, "new.mmd")).toEqual({
    path: join(cwd, "new.mmd"),
    text: diagram.text,
    isChange: true,
  });
  expect(await plan(cwd, "same.mmd")).toMatchObject({ isChange: false });
  expect(await plan(cwd, "crlf.mmd")).toMatchObject({ isChange: false });
  expect(await plan(cwd, "old.mmd")).toMatchObject({ isChange: true, text: diagram.text });
});

test("a page that is not there begins as its markers and the diagram", async () => {
  const cwd = tempProject({});
  const { text, isChange } = await plan(cwd, "new.md");
  expect(text).toMatch(/^<!-- pergola:flow words -->\n\n```mermaid\nflowchart/);
  expect(isChange).toBe(true);
});

test("a page that is not UTF-8 is refused: the rest of it could not be kept", async () => {
  const page = Buffer.from("<!-- pergola:flow -->\n<!-- /pergola:flow -->\nGr\u00fc\u00dfe", "latin1");
  const cwd = tempProject({ "README.md": page });
  await expect(plan(cwd, "README.md")).rejects.toMatchObject({
    code: "OUTPUT_FAILED",
    message: expect.stringContaining("not text in UTF-8"),
  });
});

test("a byte order mark stays", async () => {
  const cwd = tempProject({ "README.md": "\ufeff<!-- pergola:flow -->\n<!-- /pergola:flow -->\n" });
  expect((await plan(cwd, "README.md")).text).toMatch(/^\ufeff<!-- pergola:flow -->\n\n```mermaid\n/);
});

test("a folder is no file", async () => {
  const cwd = tempProject({});
  mkdirSync(join(cwd, "docs.mmd"));
  await expect(plan(cwd, "docs.mmd")).rejects.toMatchObject({ code: "OUTPUT_FAILED" });
});

test("a file is replaced as a whole: its mode stays, a link still leads to it, nothing is left beside it", async () => {
  const cwd = tempProject({ "docs/words.mmd": "old" });
  const [file, link] = [join(cwd, "docs/words.mmd"), join(cwd, "link.mmd")];
  chmodSync(file, 0o640);
  symlinkSync(file, link);
  await writeOutput(link, "new", "link.mmd");
  expect(readFileSync(file, "utf8")).toBe("new");
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readdirSync(join(cwd, "docs"))).toEqual(["words.mmd"]);
});

test("a folder that is not there is not made", async () => {
  const cwd = tempProject({});
  await expect(writeOutput(join(cwd, "docs/x.mmd"), "new", "docs/x.mmd")).rejects.toMatchObject({
    code: "OUTPUT_FAILED",
    message: "docs/x.mmd could not be written: there is no folder docs.",
    hint: "Make it first: mkdir -p docs",
  });
  expect(readdirSync(cwd).sort()).toEqual(["node_modules", "package.json"]);
});

test("a file that cannot be written leaves nothing beside it", async () => {
  const cwd = tempProject({});
  const file = `${"x".repeat(300)}.mmd`;
  await expect(writeOutput(join(cwd, file), "new", file)).rejects.toMatchObject({ code: "OUTPUT_FAILED" });
  expect(readdirSync(cwd).sort()).toEqual(["node_modules", "package.json"]);
});
