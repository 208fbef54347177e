import { expect, it } from "vitest";
import { piecesOf, scopeOf } from "./samples.ts";
import type { StorageSubject } from "./storage-subject.ts";

export function stopTests({ create }: StorageSubject): void {
  const ada = scopeOf();

  it("begins nothing with a signal that has fired", async () => {
    await using storage = await create();
    await storage.write(ada, "a.txt", "old");
    const options = { signal: AbortSignal.abort(new Error("enough")) };
    const calls = [
      () => storage.read(ada, "a.txt", options),
      () => storage.readStream(ada, "a.txt", options)[Symbol.asyncIterator]().next(),
      () => storage.write(ada, "a.txt", "new", options),
      () => storage.writeStream(ada, "a.txt", piecesOf("new"), options),
      () => storage.list(ada, "", options),
      () => storage.listPage(ada, options),
      () => storage.stat(ada, "a.txt", options),
      () => storage.delete(ada, "a.txt", options),
    ];
    for (const call of calls) await expect(call()).rejects.toThrow("enough");
    expect(new TextDecoder().decode(await storage.read(ada, "a.txt"))).toBe("old");
  });

  it("does not wait for a source that hangs", async () => {
    await using storage = await create();
    const controller = new AbortController();
    async function* source() {
      yield "first";
      setImmediate(() => controller.abort(new Error("enough")));
      await new Promise(() => {});
    }
    const written = storage.writeStream(ada, "a.txt", source(), { signal: controller.signal });
    await expect(written).rejects.toThrow("enough");
    expect(await storage.list(ada)).toEqual([]);
  });

  it("stops between two pieces of a read", async () => {
    await using storage = await create();
    await storage.write(ada, "a.txt", "x".repeat(300_000));
    const controller = new AbortController();
    let pieces = 0;
    const reading = async () => {
      for await (const _ of storage.readStream(ada, "a.txt", { signal: controller.signal })) {
        pieces += 1;
        controller.abort(new Error("enough"));
      }
    };
    await expect(reading()).rejects.toThrow("enough");
    expect(pieces).toBe(1);
  });
}
