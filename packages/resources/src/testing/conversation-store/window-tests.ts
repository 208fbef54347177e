import { expect, it } from "vitest";
import type { ConversationStoreSubject } from "./conversation-store-subject.ts";
import { answered, asked, scopeOf, settlementOf, usedTool } from "./samples.ts";
import { takeTurn } from "./take-turn.ts";

export function windowTests({ create }: ConversationStoreSubject): void {
  const scope = scopeOf();

  it("holds the messages of ended turns, oldest first, and none of pending or suspended ones", async () => {
    await using store = await create();
    await takeTurn(store, scope, { runId: "r1", text: "one", messages: [answered("1")] });
    await store.admit(scope, { runId: "r2", message: asked("waits") });
    await store.suspend(scope, "r2", []);
    await takeTurn(store, scope, { runId: "r3", text: "three", messages: [answered("3")] });
    await store.admit(scope, { runId: "r4", message: asked("runs") });
    expect((await store.window(scope)).map((message) => message.content)).toEqual(["one", "1", "three", "3"]);
    await store.settle(scope, "r2", settlementOf({ messages: [answered("2")] }));
    expect((await store.window(scope)).map((message) => message.content)).toEqual([
      ...["one", "1", "waits", "2", "three", "3"],
    ]);
  });

  it("holds the newest 50 messages when nobody says otherwise", async () => {
    await using store = await create();
    for (let turn = 0; turn < 30; turn++)
      await takeTurn(store, scope, { runId: `r${turn}`, text: `${turn}` });
    const window = await store.window(scope);
    expect([window.length, window[0]?.content]).toEqual([50, "5"]);
  });

  it("begins with a user message and never parts a tool call from its result", async () => {
    await using store = await create();
    await takeTurn(store, scope, { runId: "r1", text: "one", messages: [...usedTool("c1"), answered("1")] });
    await takeTurn(store, scope, { runId: "r2", text: "two", messages: [...usedTool("c2"), answered("2")] });
    for (let maxMessages = 0; maxMessages <= 9; maxMessages++) {
      const window = await store.window(scope, { maxMessages });
      expect(window.length).toBe(maxMessages >= 8 ? 8 : maxMessages >= 4 ? 4 : 0);
      if (window.length > 0) expect(window[0]?.role).toBe("user");
    }
  });

  it("fits its token limit at four characters a token", async () => {
    await using store = await create();
    const hundredTokens = "x".repeat(400);
    for (const runId of ["r1", "r2", "r3"]) {
      await takeTurn(store, scope, { runId, text: hundredTokens, messages: [answered(hundredTokens)] });
    }
    const sizeAt = async (maxTokens: number) => (await store.window(scope, { maxTokens })).length;
    expect([await sizeAt(199), await sizeAt(200), await sizeAt(399), await sizeAt(400)]).toEqual([
      0, 2, 2, 4,
    ]);
  });
}
