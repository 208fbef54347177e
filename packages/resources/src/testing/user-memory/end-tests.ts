import { expect, it } from "vitest";
import { allKeys, callsOn, memoryOf, scopeOf } from "./samples.ts";
import type { UserMemorySubject } from "./user-memory-subject.ts";

/** Signals and close. */
export function endTests({ create, reopen }: UserMemorySubject): void {
  const ada = scopeOf();

  it("begins nothing with a signal that has fired", async () => {
    await using store = await create();
    await memoryOf(store).set(ada, "a", 1);
    const signal = AbortSignal.abort(new Error("enough"));
    for (const call of Object.values(callsOn(memoryOf(store), ada, { signal })))
      await expect(call()).rejects.toThrow("enough");
    expect(await allKeys(memoryOf(store), ada)).toEqual(["a"]);
  });

  it("refuses every call once its store is closed", async () => {
    const store = await create();
    const memory = memoryOf(store);
    await store.close();
    for (const call of Object.values(callsOn(memory, ada)))
      await expect(call()).rejects.toMatchObject({ code: "STORE_CLOSED" });
  });

  it("finishes the writes that were under way", async () => {
    const store = await create();
    const memory = memoryOf(store);
    const keys = Array.from({ length: 10 }, (_, index) => `${index}`);
    let written = 0;
    const writes = keys.map(async (key) => {
      await memory.set(ada, key, key);
      written += 1;
    });
    await store.close();
    await new Promise(setImmediate); // lets what has resolved be seen
    expect(written).toBe(10);
    await Promise.all(writes);
    if (reopen === undefined) return;
    await using again = await reopen(store);
    expect(await allKeys(memoryOf(again), ada)).toEqual(keys);
  });
}
