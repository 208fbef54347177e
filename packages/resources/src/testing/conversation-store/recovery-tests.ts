import { expect, it } from "vitest";
import type { ConversationStoreSubject } from "./conversation-store-subject.ts";
import { asked, eventOf, scopeOf, settlementOf } from "./samples.ts";
import { takeTurn, textsOf } from "./take-turn.ts";

export function recoveryTests({ create, reopen }: ConversationStoreSubject): void {
  const scope = scopeOf();

  it("never interrupts a turn of the store that is at work", async () => {
    await using store = await create();
    await store.admit(scope, { runId: "r1", message: asked("Hi") });
    expect(await store.recover()).toBe(0);
    await store.settle(scope, "r1", settlementOf());
    expect((await store.transcript(scope))?.turns[0]?.status).toBe("settled");
  });

  if (reopen === undefined) return;

  it("has everything after a new start", async () => {
    const first = await create();
    await takeTurn(first, scope, { runId: "r1", text: "Hi", events: [eventOf("r1", 0)] });
    const before = await first.transcript(scope);
    await using store = await reopen(first);
    expect(await store.transcript(scope)).toEqual(before);
    expect(await store.events(scope, "r1")).toEqual([eventOf("r1", 0)]);
    expect((await store.sessions(scope)).sessions).toHaveLength(1);
  });

  it("turns pending turns into interrupted ones at a new start; suspended ones stay and can be settled", async () => {
    const first = await create();
    await first.admit(scope, { runId: "r1", message: asked("died") });
    await first.admit(scope, { runId: "r2", message: asked("waits") });
    await first.suspend(scope, "r2", [eventOf("r2", 0)]);
    await using store = await reopen(first);
    expect((await store.transcript(scope))?.turns.map((turn) => turn.status)).toEqual([
      "interrupted",
      "suspended",
    ]);
    expect((await store.transcript(scope))?.turns[0]?.finishedAt).toBeTypeOf("number");
    await expect(store.settle(scope, "r1", settlementOf())).rejects.toMatchObject({ code: "TURN_SETTLED" });
    await store.settle(scope, "r2", settlementOf({ events: [eventOf("r2", 1)] }));
    expect((await store.events(scope, "r2"))?.map((event) => event.seq)).toEqual([0, 1]);
  });

  it("goes on behind an interrupted turn, whose message stays in the window", async () => {
    const first = await create();
    await first.admit(scope, { runId: "r1", message: asked("one") });
    await using store = await reopen(first);
    await takeTurn(store, scope, { runId: "r2", text: "two" });
    expect(await textsOf(store, scope)).toEqual(["one", "two", "Hello."]);
    expect((await store.window(scope)).map((message) => message.content)).toEqual(["one", "two", "Hello."]);
  });
}
