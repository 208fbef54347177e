import { expect, it } from "vitest";
import { callsOn, pathsOf, piecesOf, scopeOf } from "./samples.ts";
import type { StorageSubject } from "./storage-subject.ts";

export function closeTests({ create, reopen }: StorageSubject): void {
  const ada = scopeOf();
  const closed = { code: "STORE_CLOSED" };

  it("can be closed twice, also at once", async () => {
    const storage = await create();
    await Promise.all([storage.close(), storage.close()]);
    await storage.close();
  });

  it("refuses every call after close", async () => {
    const storage = await create();
    await storage.close();
    const calls = Object.values(callsOn(storage, ada, "a.txt"));
    for (const call of [...calls, () => storage.list(ada), () => storage.listPage(ada)])
      await expect(call()).rejects.toMatchObject(closed);
  });

  it("finishes the writes that were under way", async () => {
    const storage = await create();
    const paths = Array.from({ length: 10 }, (_, index) => `${index}.txt`);
    let written = 0;
    const writes = paths.map(async (path, index) => {
      const data = path.repeat(1000);
      await (index % 2 ? storage.write(ada, path, data) : storage.writeStream(ada, path, piecesOf(data)));
      written += 1;
    });
    // A storage that holds its files in memory reads a source in some turns of the event loop.
    if (reopen === undefined) await Promise.all(writes);
    await storage.close();
    await new Promise(setImmediate); // lets what has resolved be seen
    expect(written).toBe(10);
    await Promise.all(writes);
    if (reopen === undefined) return;
    await using again = await reopen(storage);
    expect(pathsOf(await again.list(ada))).toEqual(paths);
  });

  it("ends a stream that is still being read", async () => {
    const storage = await create();
    await storage.write(ada, "a.txt", "x".repeat(300_000));
    const reading = storage.readStream(ada, "a.txt")[Symbol.asyncIterator]();
    await reading.next();
    await storage.close();
    await expect(reading.next()).rejects.toMatchObject(closed);
  });
}
