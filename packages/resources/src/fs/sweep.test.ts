import { mkdir, utimes, writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { piecesOf, scopeOf } from "../testing/storage/samples.ts";
import { openLocalStorage } from "./open-local-storage.ts";
import { temporaryFolder } from "./temporary-folder.test-helper.ts";
import { isLeftover, isTemporary, temporaryName } from "./temporary-name.ts";
import { treeOf } from "./tree.test-helper.ts";

const ada = scopeOf();
const NOW = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

/** As another process, or another machine, would have named it. */
const nameOf = (parts: { readonly host?: string; readonly pid?: number; readonly startedAt?: number }) => {
  const [, host = "", pid = "", start = "", id = ""] =
    /^~(\w+)-(\d+)-(\d+)-(.*)$/.exec(temporaryName()) ?? [];
  return `~${parts.host ?? host}-${parts.pid ?? pid}-${parts.startedAt ?? start}-${id}`;
};

/** No process has this number: Linux stops at 4 194 304. */
const DEAD = 99_999_999;

it.each([
  ["of this process", {}, HOUR, false],
  ["of this process's number before it was started", { startedAt: 1_000_000 }, 0, true],
  ["of a process that is gone", { pid: DEAD }, 0, true],
  ["of a process that lives", { pid: process.ppid }, HOUR, false],
  ["of a process that lives, a day old", { pid: process.ppid }, 25 * HOUR, true],
  ["of another machine", { host: "00000000", pid: DEAD }, HOUR, false],
  ["of another machine, a day old", { host: "00000000" }, 25 * HOUR, true],
])("knows whether somebody works on a file %s", (_, parts, ageMs, expected) => {
  expect(isTemporary(nameOf(parts))).toBe(true);
  expect(isLeftover(nameOf(parts), NOW - ageMs, NOW)).toBe(expected);
});

it("opening removes what ended processes left, with the folders it kept, and nothing else", async () => {
  await using folder = await temporaryFolder();
  await using storage = await openLocalStorage({ basePath: folder.path });
  await storage.write(ada, "a.txt", "1");
  await storage.write(ada, "a.txt", "2");
  const kept = await treeOf(folder.path);
  for (const place of ["tenant/agent/ada", "tenant/agent/ada/~backups/a.txt", "tenant/agent/bob/x/y"]) {
    await mkdir(folder.at(place), { recursive: true });
    await writeFile(folder.at(place, nameOf({ pid: DEAD })), "unfinished");
  }
  await (await openLocalStorage({ basePath: folder.path })).close();
  expect(await treeOf(folder.path)).toEqual(kept);
  const old = folder.at("tenant/agent/ada/~mine.tmp");
  await writeFile(old, "not ours");
  await utimes(old, 0, 0);
  await (await openLocalStorage({ basePath: folder.path })).close();
  expect((await treeOf(folder.path))["tenant/agent/ada/~mine.tmp"]).toBe("not ours");
});

it("opening a second storage leaves alone what the first one is writing", async () => {
  await using folder = await temporaryFolder();
  await using storage = await openLocalStorage({ basePath: folder.path });
  async function* source() {
    yield "1";
    await (await openLocalStorage({ basePath: folder.path })).close();
    yield* piecesOf("2");
  }
  await storage.writeStream(ada, "a.txt", source());
  expect((await treeOf(folder.path))["tenant/agent/ada/a.txt"]).toBe("12");
});
