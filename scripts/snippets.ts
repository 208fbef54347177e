// Copies tested code into the documents that show it: node scripts/snippets.ts [root]
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readWorkspace } from "./lint/workspace.ts";
import { replaceBlocks } from "./snippets/code-blocks.ts";
import { snippetCode } from "./snippets/snippet-code.ts";
import { snippetPages } from "./snippets/snippet-pages.ts";

const workspace = readWorkspace(resolve(process.argv[2] ?? `${import.meta.dirname}/..`));
for (const { path } of snippetPages(workspace.root)) {
  const page = workspace.read(path);
  const filled = replaceBlocks(page, ({ source }) => source && snippetCode(workspace, source));
  if (filled === page) continue;
  writeFileSync(join(workspace.root, path), filled);
  console.log(`${path}: code copied`);
}
