import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkSnippets } from "./snippets.ts";
import { tempFolder } from "./temp-workspace.test-helper.ts";
import { readWorkspace } from "./workspace.ts";

const block = (info: string, code: string) => `\`\`\`${info}\n${code}\`\`\`\n`;
const CODE = `
// #region sum
import { add } from "add";
// #endregion
test("adds", () => {
  // #region sum
  const sum = [1, 2]
    .reduce(add);
  // #endregion
  expect(sum).toBe(3);
});
`;
const SUM = 'import { add } from "add";\n\nconst sum = [1, 2]\n  .reduce(add);\n';

const findingsIn = (page: string, path = "README.md") =>
  checkSnippets(readWorkspace(tempFolder({ [path]: page, "test/sum.test.ts": CODE })));

test("a block that is the region it names is fine; parts of one name are joined and moved to the left", () => {
  expect(findingsIn(block("ts test/sum.test.ts#sum", SUM))).toEqual([]);
});

test("a block that differs from its region is found", () => {
  const page = `# A page\n\n${block("ts test/sum.test.ts#sum", "const sum = 3;\n")}`;
  expect(findingsIn(page)).toMatchObject([
    { rule: "snippets", at: "README.md:3", fix: expect.stringContaining("pnpm run snippets") },
  ]);
});

test.each(["test/sum.test.ts#other", "test/none.test.ts#sum"])(
  "a block of %s, which is not there, is found",
  (where) => {
    expect(findingsIn(block(`ts ${where}`, SUM))).toMatchObject([{ message: `${where} is not there.` }]);
  },
);

test("a block that no test runs is found in the pages that are tested, and only there", () => {
  const page = block("ts", "const x = 1;\n");
  expect(findingsIn(page, "packages/builders/README.md")).toMatchObject([
    { at: "packages/builders/README.md:1" },
  ]);
  expect(findingsIn(page, "docs/guide.md")).toHaveLength(1);
  expect(findingsIn(page, "packages/other/README.md")).toEqual([]);
  expect(findingsIn(block("sh", "npm test\n"), "docs/guide.md")).toEqual([]);
});

test("the script copies the code of every region, and leaves what it does not know to the rule", () => {
  const old = `${block("ts test/sum.test.ts#sum", "old\n")}text\n${block("ts", "own\n")}`;
  const root = tempFolder({ "README.md": old, "test/sum.test.ts": CODE });
  const script = join(import.meta.dirname, "../snippets.ts");
  const { stdout } = spawnSync(process.execPath, [script, root], { encoding: "utf8" });
  expect(stdout).toBe("README.md: code copied\n");
  expect(readFileSync(join(root, "README.md"), "utf8")).toBe(
    `${block("ts test/sum.test.ts#sum", SUM)}text\n${block("ts", "own\n")}`,
  );
});
