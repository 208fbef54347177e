import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./workspace.test-helper.ts";

const pages = globSync(
  ["*.md", "docs/**/*.md", "packages/*/*.md", "apps/*/*.md", "examples/{*,plugins/*}/*.md", "bench/*.md"],
  { cwd: ROOT },
);

test.each(pages)("every relative link of %s leads to a file", (page) => {
  const text = readFileSync(join(ROOT, page), "utf8").replace(/```[\s\S]*?```/g, "");
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
  const broken = targets
    .filter((target) => !/^(?:[a-z]+:|#)/.test(target))
    .filter((target) => !existsSync(join(ROOT, dirname(page), target.replace(/#.*$/, ""))));
  expect(broken).toEqual([]);
});
