import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);

/** Which of the packages a fresh process loads together with an entry. */
async function loadedBy(entry: string, onError = ""): Promise<string[]> {
  const code = `
    import { registerHooks } from "node:module";
    const found = new Set();
    registerHooks({ load: (url, context, next) => (found.add(url), next(url, context)) });
    await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, entry)).href)})${onError};
    console.log(JSON.stringify([...found]));`;
  const { stdout } = await run(process.execPath, [
    "--conditions=@pergola/source",
    "--input-type=module",
    `--eval=${code}`,
  ]);
  const urls = JSON.parse(stdout) as string[];
  expect(urls.some((url) => url.endsWith(entry))).toBe(true);
  const names = urls.map((url) => /\/node_modules\/(vitest|@langchain\/\w+|zod)\//.exec(url)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

test("the main entry loads neither vitest nor LangChain nor zod", async () => {
  expect(await loadedBy("index.ts")).toEqual([]);
});

test("only the entry of matchers loads vitest", async () => {
  // Outside of its runner vitest refuses to work, after it was loaded.
  expect(await loadedBy("vitest/index.ts", ".catch(() => {})")).toContain("vitest");
});
