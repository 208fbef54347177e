import { expect, it } from "vitest";
import type { ConversationStoreSubject } from "./conversation-store-subject.ts";
import { asked, scopeOf, settlementOf } from "./samples.ts";
import { takeTurn } from "./take-turn.ts";

export function closeTests({ create, reopen }: ConversationStoreSubject): void {
  const scope = scopeOf();

  it("can be closed twice, also at once", async () => {
    const store = await create();
    await Promise.all([store.close(), store.close()]);
    await store.close();
  });

  it("refuses every call after close", async () => {
    const store = await create();
    await store.close();
    const calls = [
      () => store.lock(scope),
      () => store.admit(scope, { runId: "r1", message: asked("Hi") }),
      () => store.suspend(scope, "r1", []),
      () => store.settle(scope, "r1", settlementOf()),
      () => store.window(scope),
      () => store.sessions(scope),
      () => store.transcript(scope),
      () => store.events(scope, "r1"),
      () => store.delete(scope),
      () => store.recover(),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: "STORE_CLOSED" });
  });

  it("turns away those who wait for a session", async () => {
    const store = await create();
    const release = await store.lock(scope);
    const waiting = expect(store.lock(scope)).rejects.toMatchObject({ code: "STORE_CLOSED" });
    await store.close();
    await waiting;
    release();
  });

  it("finishes the reads that were under way", async () => {
    const store = await create();
    await takeTurn(store, scope, { runId: "r1", text: "Hi" });
    const reads = [
      ...Array.from({ length: 10 }, () => store.window(scope)),
      ...[store.transcript(scope), store.sessions(scope), store.events(scope, "r1")],
    ];
    await store.close();
    const results = await Promise.all(reads);
    expect(results[9]).toHaveLength(2);
  });

  it("finishes the writes that were under way", async () => {
    const store = await create();
    const runIds = Array.from({ length: 20 }, (_, index) => `r${index}`);
    let written = 0;
    const writes = runIds.map(async (runId) => {
      await store.admit(scope, { runId, message: asked(runId) });
      written += 1;
    });
    await store.close();
    await new Promise(setImmediate); // lets what has resolved be seen
    expect(written).toBe(20);
    await Promise.all(writes);
    if (reopen === undefined) return;
    await using again = await reopen(store);
    expect((await again.transcript(scope))?.turns.map((turn) => turn.runId)).toEqual(runIds);
  });
}
