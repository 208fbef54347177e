import { execFile } from "node:child_process";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);

/** Packages that a fresh process loads when it imports an entry. */
async function packagesOf(entry: string): Promise<string[]> {
  const code = `
    import { registerHooks } from "node:module";
    const urls = [];
    registerHooks({ load: (url, context, next) => (urls.push(url), next(url, context)) });
    await import(${JSON.stringify(pathToFileURL(`${import.meta.dirname}/${entry}`).href)});
    console.log(JSON.stringify(urls));`;
  const { stdout } = await run(process.execPath, [
    "--conditions=@pergola/source",
    "--input-type=module",
    `--eval=${code}`,
  ]);
  const urls = JSON.parse(stdout) as string[];
  return [...new Set(urls.flatMap((url) => /\/node_modules\/(?!\.pnpm)([^/]+)\//.exec(url)?.[1] ?? []))];
}

test("the root entry loads no other package, neither rxjs nor zod", async () => {
  expect(await packagesOf("index.ts")).toEqual([]);
});

test("the entry for rxjs loads rxjs alone", async () => {
  expect(await packagesOf("rxjs/index.ts")).toContain("rxjs");
});
