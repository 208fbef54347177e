import { globSync } from "node:fs";

/** Pages in which every block of TypeScript is a region of a file that is compiled and run. */
const TESTED = [
  "README.md",
  "docs/*.md",
  "docs/guides/*.md",
  "packages/{builders,config,core-steps,pipeline}/README.md",
];

/** Pages in which a block may be one. */
const ALL = [...TESTED, "packages/*/README.md", "apps/*/README.md", "examples/*/README.md"];

export interface SnippetPage {
  /** From the root of the repository. */
  readonly path: string;
  /** Whether each of its blocks must be a snippet. */
  readonly isTested: boolean;
}

/** The pages below `root` that may show code. */
export function snippetPages(root: string): SnippetPage[] {
  const tested = new Set(globSync(TESTED, { cwd: root }));
  const all = [...new Set(globSync(ALL, { cwd: root }))].sort();
  return all.map((path) => ({ path, isTested: tested.has(path) }));
}
