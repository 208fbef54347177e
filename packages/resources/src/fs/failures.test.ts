import { readdir } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { Storage } from "../storage/storage.ts";
import { piecesOf, scopeOf } from "../testing/storage/samples.ts";
import { openLocalStorageIn } from "./open-local-storage.ts";
import { temporaryFolder } from "./temporary-folder.test-helper.ts";
import { treeOf } from "./tree.test-helper.ts";
import { systemError, watchedFileSystem } from "./watched-file-system.test-helper.ts";

const ada = scopeOf();
const openFiles = async () => (await readdir("/proc/self/fd").catch(() => [])).length;

/** What is done, on a storage that has had `a/old.txt` or nothing. */
const WORK = {
  "write a first file": {
    given: false,
    run: (storage, signal) => storage.write(ada, "a/new.txt", "new", { signal }),
  },
  "write over a file": {
    given: true,
    run: (storage, signal) => storage.write(ada, "a/old.txt", "new", { signal }),
  },
  "write in pieces": {
    given: true,
    run: (storage, signal) => storage.writeStream(ada, "b/new.txt", piecesOf("n", "e", "w"), { signal }),
  },
  "delete a file": { given: true, run: (storage, signal) => storage.delete(ada, "a/old.txt", { signal }) },
  "read a file": { given: true, run: (storage, signal) => storage.read(ada, "a/old.txt", { signal }) },
  "list files": { given: true, run: (storage, signal) => storage.list(ada, "", { signal }) },
} satisfies Record<string, { given: boolean; run(storage: Storage, signal?: AbortSignal): Promise<unknown> }>;

const ERRORS = [
  ["ENOSPC", "STORAGE_FULL"],
  ["EDQUOT", "STORAGE_FULL"],
  ["EACCES", "STORAGE_DENIED"],
  ["EIO", "STORAGE_FAILED"],
  ["EMFILE", "STORAGE_FAILED"],
] as const;
/** They take turns; with PERGOLA_SOAK each happens at every moment. */
const errorsAt = (nth: number) =>
  process.env.PERGOLA_SOAK === undefined ? ERRORS.filter((_, at) => at === nth % ERRORS.length) : ERRORS;

type Work = (typeof WORK)[keyof typeof WORK];

/** Does the work once, with something that happens ahead of the n-th call of the file system. */
async function attempt(
  { given, run }: Work,
  nth: number,
  happens: () => void,
  signal?: AbortSignal,
  hasHandles = true,
) {
  await using folder = await temporaryFolder();
  let [calls, isCounting] = [0, false];
  const io = watchedFileSystem(() => {
    if (isCounting && ++calls === nth) happens();
  });
  await using storage = await openLocalStorageIn({ basePath: folder.at("files") }, { io, hasHandles });
  if (given) await storage.write(ada, "a/old.txt", "old");
  const before = await treeOf(folder.path);
  const openBefore = await openFiles();
  isCounting = true;
  const [outcome] = await Promise.allSettled([run(storage, signal)]);
  isCounting = false;
  const isLeaking = (await openFiles()) > openBefore;
  const kept = withoutTimes(await treeOf(folder.path));
  return { outcome, before: withoutTimes(before), kept, calls, isLeaking };
}

/** A backup has a name of its own each time. */
const withoutTimes = (tree: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(tree).map(([name, text]) => [name.replace(/\/20\d\d-[^/]*\.txt$/, "/backup"), text]),
  );

describe.each([
  ["with handles of folders", true],
  ["by path", false],
])("%s", (_, hasHandles) => {
  it.each(Object.entries(WORK))(
    "a signal that fires at any moment leaves all or nothing: %s",
    async (_name, work) => {
      const { kept: done, calls } = await attempt(work, 0, () => {}, undefined, hasHandles);
      expect(calls).toBeGreaterThan(3);
      let stopped = 0;
      for (let nth = 1; nth <= calls; nth++) {
        const controller = new AbortController();
        const reason = new Error("enough");
        const result = await attempt(
          work,
          nth,
          () => controller.abort(reason),
          controller.signal,
          hasHandles,
        );
        expect(result.isLeaking, `call ${nth}`).toBe(false);
        if (result.outcome.status === "fulfilled") expect(result.kept, `call ${nth}`).toEqual(done);
        else {
          stopped += 1;
          expect(result.outcome.reason).toBe(reason);
          expect(result.kept, `call ${nth}`).toEqual(result.before);
        }
      }
      expect(stopped).toBeGreaterThan(1);
    },
    60_000,
  );

  it.each([WORK["write a first file"], WORK["write over a file"]])(
    "an error at any moment is told by its code and leaves the old or the new, nothing else (%#)",
    async (work) => {
      const { kept: done, calls } = await attempt(work, 0, () => {}, undefined, hasHandles);
      for (let nth = 1; nth <= calls; nth++)
        for (const [errno, code] of errorsAt(nth)) {
          const fail = () => {
            throw systemError(errno);
          };
          const { outcome, before, kept, isLeaking } = await attempt(work, nth, fail, undefined, hasHandles);
          const moment = `${errno} at call ${nth}`;
          expect([before, done], `${moment}: ${JSON.stringify(kept)}`).toContainEqual(kept);
          if (outcome.status === "fulfilled") expect(kept, moment).toEqual(done);
          else
            expect(outcome.reason, moment).toMatchObject({
              code,
              details: { errno },
              hint: expect.any(String),
            });
          expect(isLeaking, moment).toBe(false);
        }
    },
    60_000,
  );
});

it("a file takes its place only when it is on the disk, and its name is on the disk before the write is told done", async () => {
  await using folder = await temporaryFolder();
  const calls: string[] = [];
  const io = watchedFileSystem((call) => void calls.push(call));
  await using storage = await openLocalStorageIn({ basePath: folder.path, backupOnOverwrite: false }, { io });
  await storage.write(ada, "a.txt", "1");
  calls.length = 0;
  await storage.write(ada, "a.txt", "2");
  const order = calls.filter((call) => ["write", "sync", "rename"].includes(call));
  expect(order).toEqual(["write", "sync", "rename", "sync"]);
});
