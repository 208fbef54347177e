import { expect, it } from "vitest";
import type { ConversationStoreSubject } from "./conversation-store-subject.ts";
import { asked, scopeOf, settlementOf } from "./samples.ts";

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

  it("finishes the writes that were under way", async () => {
    const store = await create();
    const runIds = Array.from({ length: 20 }, (_, index) => `r${index}`);
    let written = 0;
    const writes = runIds.map(async (runId) => {
      await store.admit(scope, { runId, message: asked(runId) });
      written += 1;
    });
    await store.close();
    await Promise.all(writes);
    expect(written).toBe(20);
    if (reopen === undefined) return;
    await using again = await reopen(store);
    expect((await again.transcript(scope))?.turns.map((turn) => turn.runId)).toEqual(runIds);
  });
}
