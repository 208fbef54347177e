// Stamps a package so that every one starts identical: node scripts/new-package.ts <name> "<One sentence.>" [subpath …]
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseRequest, USAGE, UsageError } from "./new-package/package-request.ts";
import { stamp } from "./new-package/stamp.ts";

function newPackage(args: readonly string[]): string {
  const { root, ...request } = parseRequest(args);
  const folder = join(resolve(root ?? join(import.meta.dirname, "..")), "packages", request.name);
  if (existsSync(folder))
    throw new UsageError(`packages/${request.name} is there already: choose another name, or edit it.`);
  for (const [path, content] of Object.entries(stamp(request))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return request.name;
}

const nextSteps = (name: string) => `packages/${name} is stamped. Next:
  1. Give it a row in the floor table of ARCHITECTURE.md and one in the map of README.md.
  2. Add it to the devDependencies of test/package.json and its entries to test/types/every-entry.ts.
  3. pnpm install
  4. Write it, and its README where that has comments.
  5. pnpm run build && pnpm exec vitest run test/repo test/types -u   # records its entries
  6. pnpm run changeset   # minor: what can users do now?`;

try {
  console.log(nextSteps(newPackage(process.argv.slice(2))));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n${USAGE}`);
  process.exitCode = 2;
}
