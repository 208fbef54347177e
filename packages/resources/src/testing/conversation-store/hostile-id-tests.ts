import type { SessionScope } from "@pergola/core";
import { expect, it } from "vitest";
import type { ConversationStore } from "../../memory/conversation-store.ts";
import type { ConversationStoreSubject } from "./conversation-store-subject.ts";
import { HOSTILE_IDS } from "./hostile-ids.ts";
import { answered, asked, eventOf, scopeOf } from "./samples.ts";
import { takeTurn } from "./take-turn.ts";

export function hostileIdTests({ create }: ConversationStoreSubject): void {
  it.each(["tenantId", "agentId", "userId", "sessionId"] as const)(
    "keeps every %s apart",
    async (part) => {
      await using store = await create();
      const scopes = HOSTILE_IDS.map((id) => scopeOf({ [part]: id }));
      await Promise.all(scopes.map((scope, index) => fill(store, scope, index)));
      await Promise.all(scopes.map((scope, index) => expectOnly(store, scope, index)));
      const others = scopes.filter((_, index) => index % 2 === 1);
      for (const scope of scopes.filter((_, index) => index % 2 === 0)) await store.delete(scope);
      await Promise.all(others.map((scope) => expectOnly(store, scope, scopes.indexOf(scope))));
    },
    60_000,
  );

  it("keeps every run id apart", async () => {
    await using store = await create();
    for (const runId of HOSTILE_IDS) {
      await takeTurn(store, scopeOf(), { runId, text: runId, events: [eventOf(runId, 0)] });
    }
    const turns = (await store.transcript(scopeOf()))?.turns ?? [];
    expect(turns.map((turn) => turn.runId)).toEqual(HOSTILE_IDS);
    for (const runId of HOSTILE_IDS)
      expect(await store.events(scopeOf(), runId)).toEqual([eventOf(runId, 0)]);
  }, 60_000);

  it("lists every session under its own name", async () => {
    await using store = await create();
    for (const sessionId of HOSTILE_IDS) {
      await store.admit(scopeOf({ sessionId }), { runId: "r", message: asked(`\ufeff${sessionId}`) });
    }
    const { sessions } = await store.sessions(scopeOf(), { limit: 200 });
    expect(sessions.map((session) => session.sessionId)).toEqual(HOSTILE_IDS.toReversed());
  }, 60_000);

  it("draws the line between two parts where it is", async () => {
    await using store = await create();
    const parts = ["a", "b", ":", "a:b", "b:a", "\u0000", "a\u0000b", '","', 'a","b'];
    const scopes = parts.flatMap((userId) => parts.map((sessionId) => scopeOf({ userId, sessionId })));
    await Promise.all(scopes.map((scope, index) => fill(store, scope, index)));
    await Promise.all(scopes.map((scope, index) => expectOnly(store, scope, index)));
  }, 60_000);
}

/** One turn with a message that only this scope has. */
const fill = (store: ConversationStore, scope: SessionScope, index: number) =>
  takeTurn(store, scope, {
    runId: "r",
    text: `asked ${index}`,
    messages: [answered(`answered ${index}`)],
    events: [eventOf("r", index)],
  });

async function expectOnly(store: ConversationStore, scope: SessionScope, index: number): Promise<void> {
  const messages = [asked(`asked ${index}`), answered(`answered ${index}`)];
  expect((await store.transcript(scope))?.turns.map((turn) => turn.messages)).toEqual([messages]);
  expect(await store.window(scope)).toEqual(messages);
  expect(await store.events(scope, "r")).toEqual([eventOf("r", index)]);
  const { sessions } = await store.sessions(scope, { limit: 200 });
  expect(sessions.filter(({ title }) => title === `asked ${index}`)).toHaveLength(1);
}
