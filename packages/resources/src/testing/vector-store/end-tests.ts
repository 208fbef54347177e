import { expect, it } from "vitest";
import { allIds, callsOn, entryOf, scopeOf } from "./samples.ts";
import type { VectorStoreSubject } from "./vector-store-subject.ts";

/** Signals and close. */
export function endTests({ create, reopen }: VectorStoreSubject): void {
  const ada = scopeOf();

  it("begins nothing with a signal that has fired", async () => {
    await using store = await create();
    await store.add(ada, [entryOf("a")]);
    const signal = AbortSignal.abort(new Error("enough"));
    for (const call of Object.values(callsOn(store, ada, { signal })))
      await expect(call()).rejects.toThrow("enough");
    expect(await allIds(store, ada)).toEqual(["a"]);
  });

  it("can be closed twice, also at once", async () => {
    const store = await create();
    await Promise.all([store.close(), store.close()]);
    await store.close();
  });

  it("refuses every call after close", async () => {
    const store = await create();
    await store.close();
    for (const call of Object.values(callsOn(store, ada)))
      await expect(call()).rejects.toMatchObject({ code: "STORE_CLOSED" });
  });

  it("finishes the writes that were under way", async () => {
    const store = await create();
    const ids = Array.from({ length: 10 }, (_, index) => `${index}`);
    let written = 0;
    const writes = ids.map(async (id) => {
      await store.add(ada, [entryOf(id)]);
      written += 1;
    });
    await store.close();
    await new Promise(setImmediate); // lets what has resolved be seen
    expect(written).toBe(10);
    await Promise.all(writes);
    if (reopen === undefined) return;
    await using again = await reopen(store);
    expect(await allIds(again, ada)).toEqual(ids);
  });
}
