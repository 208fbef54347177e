import { type CodeBlock, codeBlocks } from "../snippets/code-blocks.ts";
import { snippetCode } from "../snippets/snippet-code.ts";
import { type SnippetPage, snippetPages } from "../snippets/snippet-pages.ts";
import type { Finding } from "./finding.ts";
import type { Workspace } from "./workspace.ts";

/** Code in the documents is code that runs: each block that names a region is what stands there. */
export function checkSnippets(workspace: Workspace): Finding[] {
  return snippetPages(workspace.root).flatMap((page) =>
    codeBlocks(workspace.read(page.path)).flatMap((block) => defectOf(workspace, page, block)),
  );
}

function defectOf(workspace: Workspace, page: SnippetPage, { source, code, line }: CodeBlock): Finding[] {
  const at = `${page.path}:${line}`;
  if (source === undefined) return page.isTested ? [untested(at)] : [];
  const expected = snippetCode(workspace, source);
  if (expected === code) return [];
  const where = `${source.file}#${source.region}`;
  return [expected === undefined ? missing(at, where) : outdated(at, where)];
}

const untested = (at: string): Finding => ({
  rule: "snippets",
  at,
  message: "This code is run by no test.",
  fix: "Put it into a region of a file in test/snippets and name that: ```ts test/snippets/x.test.ts#region",
});

const missing = (at: string, where: string): Finding => ({
  rule: "snippets",
  at,
  message: `${where} is not there.`,
  fix: "Name a file and one of its regions: `// #region name` … `// #endregion`.",
});

const outdated = (at: string, where: string): Finding => ({
  rule: "snippets",
  at,
  message: `The code is not that of ${where}.`,
  fix: "Change it there, then run `pnpm run snippets`.",
});
