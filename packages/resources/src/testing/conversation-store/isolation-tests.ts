import type { Scope, SessionScope } from "@pergola/core";
import { expect, it } from "vitest";
import type { ConversationStore } from "../../memory/conversation-store.ts";
import type { ConversationStoreSubject } from "./conversation-store-subject.ts";
import { asked, eventOf, scopeOf, settlementOf } from "./samples.ts";
import { takeTurn, textsOf } from "./take-turn.ts";

const STRANGERS = [
  ["another tenant", { tenantId: "other" }],
  ["another agent", { agentId: "other" }],
  ["another user", { userId: "other" }],
  ["another session", { sessionId: "other" }],
] as const;

export function isolationTests({ create }: ConversationStoreSubject): void {
  it.each(STRANGERS)("shows %s nothing and lets it change nothing", async (_, parts) => {
    await using store = await create();
    const [own, strange] = [scopeOf(), scopeOf(parts)];
    await takeTurn(store, own, { runId: "r1", text: "secret", events: [eventOf("r1", 0)] });
    await store.admit(own, { runId: "r2", message: asked("running") });

    expect(await store.transcript(strange)).toBeUndefined();
    expect(await store.window(strange)).toEqual([]);
    expect(await store.events(strange, "r1")).toBeUndefined();
    expect(await store.delete(strange)).toBe(false);
    const absent = { code: "TURN_NOT_FOUND" };
    await expect(store.settle(strange, "r2", settlementOf())).rejects.toMatchObject(absent);
    await expect(store.suspend(strange, "r2", [])).rejects.toMatchObject(absent);

    const turns = (await store.transcript(own))?.turns;
    expect(turns?.map((turn) => turn.status)).toEqual(["settled", "pending"]);
  });

  it.each(STRANGERS)("lets %s use the same run id for a turn of its own", async (_, parts) => {
    await using store = await create();
    const [own, strange] = [scopeOf(), scopeOf(parts)];
    await takeTurn(store, own, { runId: "r1", text: "mine", events: [eventOf("r1", 0)] });
    await takeTurn(store, strange, { runId: "r1", text: "theirs", events: [eventOf("r1", 1)] });
    expect(await textsOf(store, own)).toEqual(["mine", "Hello."]);
    expect(await textsOf(store, strange)).toEqual(["theirs", "Hello."]);
    expect((await store.events(own, "r1"))?.map((event) => event.seq)).toEqual([0]);
    expect(await store.delete(strange)).toBe(true);
    expect(await textsOf(store, own)).toEqual(["mine", "Hello."]);
    expect(await store.events(own, "r1")).toHaveLength(1);
  });

  it.each(STRANGERS.slice(0, 3))("lists the sessions of the user alone, none of %s", async (_, parts) => {
    await using store = await create();
    await takeTurn(store, scopeOf(), { runId: "r1", text: "mine" });
    await takeTurn(store, scopeOf({ ...parts, sessionId: "tuesday" }), { runId: "r1", text: "theirs" });
    const titles = (page: { sessions: readonly { title: string }[] }) =>
      page.sessions.map(({ title }) => title);
    expect(titles(await store.sessions(scopeOf()))).toEqual(["mine"]);
    expect(titles(await store.sessions(scopeOf(parts)))).toEqual(["theirs"]);
  });

  it.each(STRANGERS.slice(0, 3))("lists the runs of the user alone, none of %s", async (_, parts) => {
    await using store = await create();
    await takeTurn(store, scopeOf(), { runId: "mine", text: "Hi" });
    await takeTurn(store, scopeOf(parts), { runId: "theirs", text: "Hi" });
    const ids = (page: { runs: readonly { runId: string }[] }) => page.runs.map(({ runId }) => runId);
    expect(ids(await store.runs(scopeOf()))).toEqual(["mine"]);
    expect(ids(await store.runs(scopeOf(parts)))).toEqual(["theirs"]);
    expect(ids(await store.runs(scopeOf(parts), { runId: "mine" }))).toEqual([]);
  });

  it("ignores the session of a scope that asks for sessions", async () => {
    await using store = await create();
    for (const sessionId of ["a", "b"])
      await takeTurn(store, scopeOf({ sessionId }), { runId: "r", text: "Hi" });
    const { tenantId, agentId, userId } = scopeOf();
    expect((await store.sessions(scopeOf({ sessionId: "a" }))).sessions).toHaveLength(2);
    expect((await store.sessions({ tenantId, agentId, userId })).sessions).toHaveLength(2);
  });

  it.each(["tenantId", "agentId", "userId", "sessionId"] as const)(
    "runs no call without a %s",
    async (part) => {
      await using store = await create();
      for (const value of ["", undefined, null, 5, "\ud83d", "x".repeat(20_000)]) {
        const scope = { ...scopeOf(), [part]: value } as SessionScope; // wrong on purpose
        for (const call of callsWith(store, scope)) {
          await expect(call()).rejects.toMatchObject({ code: "INVALID_SCOPE" });
        }
      }
      const owner: Scope = { ...scopeOf(), userId: "" };
      await expect(store.sessions(owner)).rejects.toMatchObject({ code: "INVALID_SCOPE" });
      await expect(store.runs(owner)).rejects.toMatchObject({ code: "INVALID_SCOPE" });
    },
  );
}

const callsWith = (store: ConversationStore, scope: SessionScope) => [
  () => store.lock(scope),
  () => store.admit(scope, { runId: "r1", message: asked("Hi") }),
  () => store.suspend(scope, "r1", []),
  () => store.settle(scope, "r1", settlementOf()),
  () => store.window(scope),
  () => store.transcript(scope),
  () => store.events(scope, "r1"),
  () => store.delete(scope),
];
