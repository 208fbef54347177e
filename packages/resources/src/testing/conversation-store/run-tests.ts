import { expect, it } from "vitest";
import type { ConversationStore } from "../../memory/conversation-store.ts";
import type { RunPageOptions } from "../../memory/run-page.ts";
import type { ConversationStoreSubject } from "./conversation-store-subject.ts";
import { asked, scopeOf, settlementOf } from "./samples.ts";
import { takeTurn } from "./take-turn.ts";

export function runTests({ create }: ConversationStoreSubject): void {
  const idsOf = async (store: ConversationStore, options?: RunPageOptions) =>
    (await store.runs(scopeOf(), options)).runs.map(({ runId }) => runId);

  it("lists the runs of all sessions in order of admission, the last one first", async () => {
    await using store = await create();
    for (const [runId, sessionId] of [
      ["r1", "a"],
      ["r2", "b"],
      ["r3", "a"],
    ] as const)
      await store.admit(scopeOf({ sessionId }), { runId, message: asked("Hi") });
    await store.settle(scopeOf({ sessionId: "a" }), "r1", settlementOf());
    expect(await idsOf(store)).toEqual(["r3", "r2", "r1"]);
  });

  it("tells of a run how it stands, what it used and when it was", async () => {
    await using store = await create();
    const usage = { inputTokens: 3, outputTokens: 4, totalTokens: 7 };
    await takeTurn(store, scopeOf(), { runId: "r1", text: "Hi", outcome: "cancelled", usage });
    await store.admit(scopeOf(), { runId: "r2", message: asked("And now?") });
    await store.suspend(scopeOf(), "r2", []);
    const monday = { sessionId: "monday" };
    const times = { startedAt: expect.any(Number), finishedAt: expect.any(Number) };
    expect((await store.runs(scopeOf())).runs).toEqual([
      { ...monday, runId: "r2", title: "And now?", status: "suspended", startedAt: expect.any(Number) },
      { ...monday, runId: "r1", title: "Hi", status: "settled", outcome: "cancelled", usage, ...times },
    ]);
  });

  it("finds the runs that ended so, and those that stand so", async () => {
    await using store = await create();
    for (const outcome of ["completed", "failed", "completed"] as const)
      await takeTurn(store, scopeOf(), { runId: crypto.randomUUID(), text: outcome, outcome });
    for (const runId of ["waits", "runs"])
      await store.admit(scopeOf(), { runId, message: asked(`${runId}\n on ${"x".repeat(200)}`) });
    await store.suspend(scopeOf(), "waits", []);
    const titlesOf = async (options: RunPageOptions) =>
      (await store.runs(scopeOf(), options)).runs.map(({ title }) => title);
    expect(await titlesOf({ outcome: "completed" })).toEqual(["completed", "completed"]);
    expect(await titlesOf({ outcome: "failed", status: "settled" })).toEqual(["failed"]);
    expect(await titlesOf({ outcome: "failed", status: "pending" })).toEqual([]);
    expect(await titlesOf({ outcome: "budget" })).toEqual([]);
    expect(await titlesOf({ status: "settled" })).toHaveLength(3);
    expect(await titlesOf({ status: "suspended" })).toEqual([`waits on ${"x".repeat(70)}…`]);
    expect(await titlesOf({ status: "pending" })).toEqual([`runs on ${"x".repeat(71)}…`]);
    const first = await store.runs(scopeOf(), { outcome: "completed", limit: 1 });
    const { nextCursor: cursor } = first;
    const rest = await store.runs(scopeOf(), { outcome: "completed", limit: 1, cursor });
    expect([...first.runs, ...rest.runs].map(({ title }) => title)).toEqual(["completed", "completed"]);
    expect(rest.nextCursor).toBeUndefined();
  });

  it("finds one run, those of a session, and those of a time", async () => {
    await using store = await create();
    for (const sessionId of ["a", "b"])
      for (const runId of ["r1", "r2"]) await takeTurn(store, scopeOf({ sessionId }), { runId, text: "Hi" });
    expect(await idsOf(store, { sessionId: "a" })).toEqual(["r2", "r1"]);
    expect(await idsOf(store, { runId: "r1" })).toEqual(["r1", "r1"]);
    expect(await idsOf(store, { sessionId: "b", runId: "r1" })).toEqual(["r1"]);
    expect(await idsOf(store, { sessionId: "' OR 1=1 --" })).toEqual([]);
    const [newest] = (await store.runs(scopeOf())).runs;
    const at = newest?.startedAt ?? Number.NaN;
    expect(await idsOf(store, { from: at + 1 })).toEqual([]);
    expect(await idsOf(store, { from: 0, to: at + 1 })).toHaveLength(4);
    expect(await idsOf(store, { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY })).toHaveLength(
      4,
    );
    expect(await idsOf(store, { to: 0 })).toEqual([]);
  });

  it("pages through every run once, while new ones are admitted", async () => {
    await using store = await create();
    const all = Array.from({ length: 23 }, (_, index) => `r${index}`);
    for (const runId of all) await store.admit(scopeOf(), { runId, message: asked("Hi") });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.runs(scopeOf(), { limit: 10, ...(cursor !== undefined && { cursor }) });
      seen.push(...page.runs.map(({ runId }) => runId));
      await store.admit(scopeOf(), { runId: `late ${seen.length}`, message: asked("Hi") });
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(all.toReversed());
  });

  it.each(["", "zzz", "-1", "s1.5", "r1.", "r1.-5", "' OR 1=1 --"])(
    "refuses the cursor %j, which no page of runs gave",
    async (cursor) => {
      await using store = await create();
      await expect(store.runs(scopeOf(), { cursor })).rejects.toMatchObject({ code: "BAD_CURSOR" });
    },
  );
}
