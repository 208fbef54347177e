import { execFile } from "node:child_process";
import { realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { published, ROOT, sourceEntry } from "./workspace.test-helper.ts";

const run = promisify(execFile);
const HEAVY = /\/node_modules\/(@langchain\/[^/]+|langsmith|@duckdb\/[^/]+|fastify)\//;

/** Every module that a fresh process loads when it imports `url`. */
async function loadedBy(url: string): Promise<string[]> {
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
  return urls;
}

/** Those of heavy packages, by their package. */
async function heavyParts(url: string): Promise<string[]> {
  return [...new Set((await loadedBy(url)).flatMap((loaded) => HEAVY.exec(loaded)?.[1] ?? []))];
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

test("importing @pergola/builders loads what defines an agent, and nothing that runs one", async () => {
  const packages = pathToFileURL(join(ROOT, "packages")).href;
  const loaded = await loadedBy(`${packages}/builders/src/index.ts`);
  const ours = [...new Set(loaded)].filter((url) => url.startsWith(packages) && url.endsWith(".ts"));
  const runs = /\/(resources\/src\/index|builders\/src\/(run|step|suspension)\/|pipeline|observability)/;
  expect(ours.filter((url) => runs.test(url))).toEqual([]);
  const bytes = ours.reduce((sum, url) => sum + statSync(fileURLToPath(url)).size, 0);
  expect(bytes).toBeGreaterThan(200_000);
  expect(bytes, "bytes of source, comments included").toBeLessThan(480_000);
});
