import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createVirtualClock } from "@pergola/core/testing";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createRunLogger, type FileLogOptions, fileLog } from "../index.ts";
import { RotatingFile } from "./rotating-file.ts";

const DAY_MS = 86_400_000;

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pergola-log-"));
  path = join(folder, "logs", "agent.jsonl");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const linesOf = async (file: string) =>
  (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
const files = async () => (await readdir(join(folder, "logs"))).sort();

async function logged(messages: readonly string[], options: Omit<FileLogOptions, "path"> = {}) {
  const log = createRunLogger({ host: false, outputs: [fileLog({ path, ...options })] });
  for (const message of messages) log.debug(message);
  await log.close();
  return log;
}

it("every line is one JSON object with its time, in a file that only its owner can read", async () => {
  await logged(["one", "two\nlines"]);
  const lines = (await linesOf(path)).map(
    (line) => JSON.parse(line) as { readonly time: string; readonly message: string },
  );
  expect(lines.map(({ message }) => message)).toEqual(["one", "two\nlines"]);
  expect(Number.isNaN(Date.parse(lines[0]?.time ?? ""))).toBe(false);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it("a log that is opened again goes on where it was", async () => {
  await logged(["one"]);
  await logged(["two"]);
  expect(await linesOf(path)).toHaveLength(2);
});

it("a full file is put aside, so many are kept, and no line is torn or lost in between", async () => {
  const messages = Array.from({ length: 40 }, (_, index) => `line ${index}`);
  await logged(messages, { maxBytes: 400, backups: 3 });
  expect(await files()).toEqual(["agent.jsonl", "agent.jsonl.1", "agent.jsonl.2", "agent.jsonl.3"]);
  const kept: string[] = [];
  for (const name of ["agent.jsonl.3", "agent.jsonl.2", "agent.jsonl.1", "agent.jsonl"]) {
    const file = join(folder, "logs", name);
    expect((await stat(file)).size).toBeLessThanOrEqual(400);
    for (const line of await linesOf(file))
      kept.push((JSON.parse(line) as { readonly message: string }).message);
  }
  expect(kept).toEqual(messages.slice(-kept.length));
  expect(kept.length).toBeGreaterThan(8);
});

it("without backups a full file begins anew", async () => {
  await logged(Array.from({ length: 20 }, String), { maxBytes: 300, backups: 0 });
  expect(await files()).toEqual(["agent.jsonl"]);
  expect((await stat(path)).size).toBeLessThanOrEqual(300);
});

it("a new day begins a new file, also when the log is opened only then", async () => {
  const clock = createVirtualClock(Date.now());
  const file = new RotatingFile({ path, maxBytes: 10_000, backups: 5, daily: true, clock });
  await file.append(["today"]);
  await clock.advance(DAY_MS);
  await file.append(["tomorrow"]);
  await file.close();
  expect([await linesOf(path), await linesOf(`${path}.1`)]).toEqual([["tomorrow"], ["today"]]);
  await clock.advance(DAY_MS);
  const later = new RotatingFile({ path, maxBytes: 10_000, backups: 5, daily: true, clock });
  await later.append(["later"]);
  await later.close();
  expect([await linesOf(path), await linesOf(`${path}.1`)]).toEqual([["later"], ["tomorrow"]]);
});

it("without daily only the size counts", async () => {
  const clock = createVirtualClock(Date.now());
  const file = new RotatingFile({ path, maxBytes: 10_000, backups: 5, daily: false, clock });
  await file.append(["today"]);
  await clock.advance(DAY_MS);
  await file.append(["tomorrow"]);
  await file.close();
  expect(await linesOf(path)).toEqual(["today", "tomorrow"]);
});

it("whatever is appended in whatever portions, the newest lines are whole and in order", async () => {
  const lines = fc.array(fc.array(fc.stringMatching(/^[a-zé你]{1,30}$/), { maxLength: 8 }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(lines, fc.integer({ min: 1, max: 120 }), async (portions, maxBytes) => {
      await rm(join(folder, "logs"), { recursive: true, force: true });
      const file = new RotatingFile({
        path,
        maxBytes,
        backups: 100,
        daily: true,
        clock: createVirtualClock(Date.now()),
      });
      for (const portion of portions) await file.append(portion);
      await file.close();
      const aside = (await files().catch(() => [])).length - 1;
      const all: string[] = [];
      for (let number = aside; number >= 0; number--)
        all.push(...(await linesOf(number === 0 ? path : `${path}.${number}`)));
      expect(all).toEqual(portions.flat());
    }),
    { numRuns: 12 },
  );
});

it("a folder that cannot be made loses the lines, and that is told; when it can be, the log goes on", async () => {
  await writeFile(join(folder, "logs"), "in the way");
  const log = createRunLogger({ outputs: [fileLog({ path })] });
  log.info("lost");
  const until = Date.now() + 5_000;
  while ((log.outputs().file?.dropped ?? 0) === 0 && Date.now() < until)
    await new Promise((done) => setImmediate(done));
  expect(log.outputs().file).toMatchObject({ written: 0, dropped: 1, failedWrites: 1 });
  await rm(join(folder, "logs"));
  log.info("kept");
  await log.close();
  expect(await linesOf(path)).toHaveLength(1);
});
