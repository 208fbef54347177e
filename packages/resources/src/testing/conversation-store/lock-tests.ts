import { expect, it } from "vitest";
import type { ConversationStoreSubject } from "./conversation-store-subject.ts";
import { scopeOf } from "./samples.ts";
import { takeTurn } from "./take-turn.ts";

export function lockTests({ create }: ConversationStoreSubject): void {
  it("keeps the order of 50 concurrent turns of one session and loses none", async () => {
    await using store = await create();
    const runIds = Array.from({ length: 50 }, (_, index) => `r${index}`);
    let atWork = 0;
    const turn = async (runId: string) => {
      const release = await store.lock(scopeOf());
      expect(++atWork).toBe(1);
      await takeTurn(store, scopeOf(), { runId, text: runId });
      atWork -= 1;
      release();
    };
    await Promise.all(runIds.map(turn));
    const transcript = await store.transcript(scopeOf());
    expect(transcript?.turns.map((stored) => stored.messages[0]?.content)).toEqual(runIds);
  });

  it("keeps no one waiting in another session, nor another user in a session of the same name", async () => {
    await using store = await create();
    await store.lock(scopeOf());
    for (const other of [{ sessionId: "b" }, { userId: "b" }, { agentId: "b" }, { tenantId: "b" }]) {
      (await store.lock(scopeOf(other)))();
    }
  });

  it("lets a waiter go when its signal fires, and hands the lock to the one behind", async () => {
    await using store = await create();
    const release = await store.lock(scopeOf());
    const stop = new AbortController();
    const stopped = store.lock(scopeOf(), { signal: stop.signal });
    const next = store.lock(scopeOf());
    stop.abort(new Error("enough"));
    await expect(stopped).rejects.toThrow("enough");
    release();
    (await next)();
  });

  it("refuses a signal that has fired already, even when the session is free", async () => {
    await using store = await create();
    const signal = AbortSignal.abort(new Error("too late"));
    await expect(store.lock(scopeOf(), { signal })).rejects.toThrow("too late");
    (await store.lock(scopeOf()))();
  });

  it("takes a second release of the same holder as nothing", async () => {
    await using store = await create();
    const first = await store.lock(scopeOf());
    const waiting = [store.lock(scopeOf()), store.lock(scopeOf())];
    first();
    first();
    const second = await waiting[0];
    const order: string[] = [];
    const third = waiting[1]?.then((release) => {
      order.push("third");
      release();
    });
    await store.transcript(scopeOf());
    order.push("second");
    second?.();
    await third;
    expect(order).toEqual(["second", "third"]);
  });
}
