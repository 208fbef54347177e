import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createVirtualClock } from "@pergola/core/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { RotatingFile, type RotatingFileOptions } from "./rotating-file.ts";

const DAY_MS = 86_400_000;

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pergola-log-"));
  path = join(folder, "agent.jsonl");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const clock = createVirtualClock(Date.now());
const opened = (options: Partial<RotatingFileOptions> = {}) =>
  new RotatingFile({ path, maxBytes: 1_000, backups: 5, daily: true, clock, ...options });
const textOf = (name = "agent.jsonl") => readFile(join(folder, name), "utf8");

it("two of one path, as two agents with one log have, lose and tear no line, whichever of them puts it aside", async () => {
  const files = [opened({ maxBytes: 60, backups: 100 }), opened({ maxBytes: 60, backups: 100 })];
  const written = Array.from({ length: 40 }, (_, index) => `${index % 2} ${"x".repeat(index % 7)} ${index}`);
  await Promise.all(written.map((line, index) => files[index % 2]?.append([line])));
  await Promise.all(files.map((file) => file.close()));
  const kept: string[] = [];
  for (const name of await readdir(folder)) {
    const text = await textOf(name);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60);
    kept.push(...text.split("\n").filter((line) => line !== ""));
  }
  expect(kept.sort()).toEqual([...written].sort());
});

it.each([
  ["deleted", () => rm(path)],
  ["moved away", () => rename(path, `${path}.moved`)],
  ["deleted with its folder", () => rm(folder, { recursive: true })],
  ["replaced by another one", () => rename(path, `${path}.moved`).then(() => writeFile(path, "new\n"))],
])("a file that is %s while it is written to is made anew, or gone on with", async (_, change) => {
  const file = opened();
  await file.append(["one"]);
  await change();
  await file.append(["two"]);
  await file.close();
  expect(await textOf()).toMatch(/^(new\n)?two\n$/);
});

it("what others write to it counts for its size", async () => {
  const file = opened({ maxBytes: 50 });
  await file.append(["one"]);
  await appendFile(path, `${"x".repeat(45)}\n`);
  await file.append(["two"]);
  await file.close();
  expect([await textOf(), (await textOf("agent.jsonl.1")).slice(0, 4)]).toEqual(["two\n", "one\n"]);
});

it("a line that was torn, by a full disk or a process that was killed, does not spoil the next one", async () => {
  await writeFile(path, 'one\n{"torn":');
  const file = opened();
  await file.append(["two"]);
  await file.close();
  expect(await textOf()).toBe('one\n{"torn":\ntwo\n');
});

it("a rotation that was cut short loses nothing: the next one fills the gap that is left", async () => {
  // Killed after .1 had become .2, and before the file itself had become .1.
  for (const [name, text] of [
    ["", "newest"],
    [".2", "older"],
    [".3", "oldest"],
  ])
    await writeFile(`${path}${name}`, `${text}\n`);
  const file = opened({ maxBytes: 8, backups: 3 });
  await file.append(["now"]);
  await file.close();
  const names = ["agent.jsonl", "agent.jsonl.1", "agent.jsonl.2", "agent.jsonl.3"];
  expect(await Promise.all(names.map(textOf))).toEqual(["now\n", "newest\n", "older\n", "oldest\n"]);
});

it("where nothing can be put aside a new day goes on in the old file, and a full one takes no more", async () => {
  // What stands where the file would go cannot be replaced by a file.
  await mkdir(join(`${path}.1`, "in-the-way"), { recursive: true });
  const time = createVirtualClock(Date.now());
  const file = opened({ clock: time, backups: 1, maxBytes: 20 });
  await file.append(["today"]);
  await time.advance(DAY_MS);
  await file.append(["tomorrow"]);
  await expect(file.append(["too much"])).rejects.toMatchObject({ code: expect.stringMatching(/^E/) });
  await file.close();
  expect(await textOf()).toBe("today\ntomorrow\n");
});

it("a clock that goes back begins no file", async () => {
  const time = createVirtualClock(Date.now() + DAY_MS);
  const file = opened({ clock: time });
  await file.append(["tomorrow"]);
  await file.close();
  const again = opened({ clock: createVirtualClock(Date.now() - DAY_MS) });
  await again.append(["yesterday"]);
  await again.close();
  expect(await textOf()).toBe("tomorrow\nyesterday\n");
});
