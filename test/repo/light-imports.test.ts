import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { published, ROOT, sourceEntry } from "./workspace.test-helper.ts";

const run = promisify(execFile);
const HEAVY = /\/node_modules\/(@langchain\/[^/]+|langsmith|@duckdb\/[^/]+|fastify)\//;

/** Heavy packages that a fresh process loads when it imports `url`. */
async function heavyParts(url: string): Promise<string[]> {
  const preload = pathToFileURL(join(import.meta.dirname, "record-imports.ts")).href;
  const code = `await import(${JSON.stringify(url)})`;
  const { stdout } = await run(process.execPath, [
    "--conditions=@pergola/source",
    `--import=${preload}`,
    "--input-type=module",
    `--eval=${code}`,
  ]);
  const urls = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as string[];
  expect(urls).toContain(url);
  return [...new Set(urls.flatMap((loaded) => HEAVY.exec(loaded)?.[1] ?? []))];
}

// The server is made of Fastify and the dashboard is a folder of assets; everything else imports at once.
const light = published.filter(
  ({ folder }) => folder.startsWith("packages/") && !folder.endsWith("/agent-server"),
);

test.each(light.map((each) => [each.manifest.name, sourceEntry(each)]))(
  "importing %s loads neither LangChain, LangGraph, DuckDB nor Fastify",
  async (_, entry) => {
    expect(await heavyParts(pathToFileURL(join(ROOT, entry)).href)).toEqual([]);
  },
);

test("the check sees heavy parts that are loaded", async () => {
  const file = realpathSync(
    join(ROOT, "packages/builders/node_modules/@langchain/core/dist/messages/index.js"),
  );
  expect(await heavyParts(pathToFileURL(file).href)).toContain("@langchain/core");
});
