import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createCrawler } from "./crawler.ts";

async function folderOf(count: number, textOf: (index: number) => string) {
  const folder = await mkdtemp(join(tmpdir(), "pergola-crawler-"));
  for (let at = 0; at < count; at += 500) {
    await mkdir(join(folder, `${at}`));
    const names = Array.from({ length: Math.min(500, count - at) }, (_, index) => at + index);
    await Promise.all(names.map((index) => writeFile(join(folder, `${at}`, `${index}.md`), textOf(index))));
  }
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

test("the example runs and finds its own result right", () => {
  const main = join(import.meta.dirname, "main.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--conditions=@pergola/source", main], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/docs-crawler: ok\n$/);
  expect(status).toBe(0);
});

test("ten thousand files go through queues of eight, and never more than fit wait", async () => {
  await using made = await folderOf(
    10_000,
    (index) => `# File ${index}\n\n${"bounded memory everywhere ".repeat(60)}`,
  );
  let deepest = 0;
  await using crawler = createCrawler({
    queueSize: 8,
    onEvent: ({ queueDepth = 0 }) => {
      deepest = Math.max(deepest, queueDepth);
    },
  });
  const report = await crawler.call(made.folder);
  expect(report).toMatchObject({ files: 10_000, chunks: 20_000 });
  expect(report?.top.map(([word]) => word)).toEqual(["bounded", "everywhere", "memory", "file"]);
  expect(deepest).toBeGreaterThan(0);
  expect(deepest).toBeLessThanOrEqual(8);
  expect(crawler.stats()).toMatchObject({ traces: 0, waiting: 0 });
}, 60_000);

test("code is not counted, and a folder without Markdown has no report", async () => {
  await using made = await folderOf(1, () => "Words here\n```ts\nsecret secret\n```\n");
  await using crawler = createCrawler();
  expect((await crawler.call(made.folder))?.top).toEqual([
    ["here", 1],
    ["words", 1],
  ]);
  await using empty = await folderOf(0, () => "");
  expect(await crawler.call(empty.folder)).toBeUndefined();
});

test("it can be stopped in the middle", async () => {
  await using made = await folderOf(2_000, () => "many words ".repeat(100));
  const controller = new AbortController();
  let seen = 0;
  await using crawler = createCrawler({
    onEvent: ({ type, nodeName }) => {
      if (type === "node-succeeded" && nodeName === "read" && ++seen === 100) controller.abort();
    },
  });
  await expect(crawler.call(made.folder, { signal: controller.signal })).rejects.toMatchObject({
    code: "TRACE_CANCELLED",
  });
  expect(seen).toBeLessThan(200);
});
