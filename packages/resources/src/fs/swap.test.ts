import { mkdir, writeFile } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { isPergolaError } from "@pergola/core";
import { describe, expect, it } from "vitest";
import { scopeOf } from "../testing/storage/samples.ts";
import { openLocalStorageIn } from "./open-local-storage.ts";
import { temporaryFolder } from "./temporary-folder.test-helper.ts";
import { treeOf } from "./tree.test-helper.ts";

const ada = scopeOf();
const ROUNDS = 150;

/** Puts a link in the place of a folder and takes it away, in a tight loop. */
function startSwapping(data: { readonly place: string; readonly kept: string; readonly outside: string }) {
  const flags = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(new URL("./swap-worker.test-helper.ts", import.meta.url), {
    workerData: { ...data, flags },
  });
  const gone = new Promise((resolve) => worker.once("exit", resolve));
  return {
    swaps: () => Atomics.load(flags, 1),
    async [Symbol.asyncDispose]() {
      Atomics.store(flags, 0, 1);
      await gone;
    },
  };
}

/** What a call ended with, where a swap may come in between: a value, or the code of a refusal. */
const settled = (call: Promise<unknown>) =>
  call.catch((error: unknown) => {
    if (isPergolaError(error)) return error.code;
    throw error;
  });

describe("a folder that is swapped for a link during the calls", () => {
  it.runIf(process.platform === "linux").each(["notes", ""])(
    "never leads out: no byte read, written or removed there (%j)",
    async (swapped) => {
      await using folder = await temporaryFolder();
      const outside = folder.at("outside");
      await mkdir(outside);
      await mkdir(folder.at("outside/notes"));
      for (const name of ["a.txt", "notes/a.txt"]) await writeFile(folder.at("outside", name), "secret");
      const untouched = await treeOf(outside);
      await using storage = await openLocalStorageIn({ basePath: folder.at("files") }, { hasHandles: true });
      await storage.write(ada, "notes/a.txt", "mine");
      const place = folder.at("files/tenant/agent/ada", swapped);
      await using swapping = startSwapping({ place, kept: folder.at("files/kept"), outside });
      const results: unknown[] = [];
      for (let round = 0; round < ROUNDS || swapping.swaps() < ROUNDS; round++) {
        results.push(
          await settled(storage.read(ada, "notes/a.txt").then((bytes) => new TextDecoder().decode(bytes))),
          await settled(storage.write(ada, "notes/a.txt", "mine")),
          await settled(storage.list(ada).then((files) => files.every(({ bytes }) => bytes === 4))),
          await settled(storage.delete(ada, "notes/a.txt").then(() => "deleted")),
        );
      }
      expect(await treeOf(outside)).toEqual(untouched);
      const known = ["mine", "deleted", true, undefined, "FILE_UNSAFE", "FILE_NOT_FOUND", "STORAGE_FAILED"];
      expect([...new Set(results)].filter((result) => !known.includes(result as string))).toEqual([]);
      expect(results).toContain("FILE_UNSAFE");
    },
    60_000,
  );
});
