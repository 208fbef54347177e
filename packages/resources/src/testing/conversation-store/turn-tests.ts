import { expect, it } from "vitest";
import type { ConversationStoreSubject } from "./conversation-store-subject.ts";
import { answered, asked, eventOf, scopeOf, settlementOf, usedTool } from "./samples.ts";
import { takeTurn } from "./take-turn.ts";

export function turnTests({ create }: ConversationStoreSubject): void {
  const scope = scopeOf();

  it("keeps the user's message of an admitted turn as pending", async () => {
    await using store = await create();
    const before = Date.now();
    await store.admit(scope, { runId: "r1", message: asked("Hi") });
    const transcript = await store.transcript(scope);
    expect(transcript).toEqual({
      sessionId: "monday",
      turns: [{ runId: "r1", status: "pending", startedAt: expect.any(Number), messages: [asked("Hi")] }],
    });
    expect(transcript?.turns[0]?.startedAt).toBeGreaterThanOrEqual(before);
  });

  it("settles a turn with its messages, outcome, usage and events", async () => {
    await using store = await create();
    const settlement = settlementOf({
      messages: [...usedTool("c1"), answered("It is noon.")],
      events: [eventOf("r1", 0), eventOf("r1", 1)],
    });
    await store.admit(scope, { runId: "r1", message: asked("What time is it?") });
    await store.settle(scope, "r1", settlement);
    const [turn] = (await store.transcript(scope))?.turns ?? [];
    expect(turn).toEqual({
      runId: "r1",
      status: "settled",
      outcome: "completed",
      usage: settlement.usage,
      startedAt: expect.any(Number),
      finishedAt: expect.any(Number),
      messages: [asked("What time is it?"), ...settlement.messages],
    });
    expect(await store.events(scope, "r1")).toEqual(settlement.events);
  });

  it("keeps every kind of content as it was given", async () => {
    await using store = await create();
    const message = {
      role: "user" as const,
      content: [
        { type: "text", text: "line\n\t\"quoted\" \\ 'single' \u0000 NUL 💥 é é $1 ? %" },
        {
          type: "image_url",
          image_url: { url: "data:," },
          nested: { list: [1, 1.5, -0.1, true, null, "1"] },
        },
      ],
      name: "ada",
      id: "m-1",
    };
    const odd = answered(`\\ud83d is text here, ${"long ".repeat(50_000)}`);
    await store.admit(scope, { runId: "r1", message });
    await store.settle(scope, "r1", settlementOf({ messages: [odd, answered("")] }));
    expect((await store.transcript(scope))?.turns[0]?.messages).toEqual([message, odd, answered("")]);
  });

  it("stores half a surrogate pair, which no UTF-8 can hold, as U+FFFD", async () => {
    await using store = await create();
    await takeTurn(store, scope, {
      runId: "r1",
      text: "cut \ud83d",
      messages: [answered("\\\udca5\ud83d!")],
    });
    expect((await store.window(scope)).map((message) => message.content)).toEqual([
      "cut \ufffd",
      "\\\ufffd\ufffd!",
    ]);
  });

  it.each(["completed", "failed", "cancelled", "deadline", "budget"] as const)(
    "remembers that a run ended as %s",
    async (outcome) => {
      await using store = await create();
      await takeTurn(store, scope, { runId: "r1", text: "Hi", outcome });
      expect((await store.transcript(scope))?.turns[0]?.outcome).toBe(outcome);
    },
  );

  it("keeps turns in the order of their admission, whatever the order of settling", async () => {
    await using store = await create();
    for (const runId of ["r2", "r1", "r3"]) await store.admit(scope, { runId, message: asked(runId) });
    for (const runId of ["r3", "r2", "r1"]) await store.settle(scope, runId, settlementOf());
    expect((await store.transcript(scope))?.turns.map((turn) => turn.runId)).toEqual(["r2", "r1", "r3"]);
  });

  it("refuses to admit a run twice and leaves the first as it was", async () => {
    await using store = await create();
    await takeTurn(store, scope, { runId: "r1", text: "first" });
    const again = store.admit(scope, { runId: "r1", message: asked("second") });
    await expect(again).rejects.toMatchObject({ code: "RUN_ALREADY_ADMITTED" });
    const { turns } = (await store.transcript(scope)) ?? { turns: [] };
    expect(turns.map((turn) => [turn.status, turn.messages[0]?.content])).toEqual([["settled", "first"]]);
  });

  it("lets one of two simultaneous admissions of a run win", async () => {
    await using store = await create();
    const tries = ["one", "two"].map((text) => store.admit(scope, { runId: "r1", message: asked(text) }));
    const [first, second] = await Promise.allSettled(tries);
    expect(first?.status).toBe("fulfilled");
    expect(second).toMatchObject({ status: "rejected", reason: { code: "RUN_ALREADY_ADMITTED" } });
  });

  it("refuses to suspend or settle a turn that was never admitted", async () => {
    await using store = await create();
    const absent = { code: "TURN_NOT_FOUND" };
    await expect(store.settle(scope, "r1", settlementOf())).rejects.toMatchObject(absent);
    await expect(store.suspend(scope, "r1", [])).rejects.toMatchObject(absent);
    await takeTurn(store, scope, { runId: "r2", text: "Hi" });
    await expect(store.settle(scope, "r1", settlementOf())).rejects.toMatchObject(absent);
  });

  it("refuses to suspend or settle a turn that has ended, and keeps the first settlement", async () => {
    await using store = await create();
    await takeTurn(store, scope, { runId: "r1", text: "Hi", messages: [answered("first")] });
    const late = settlementOf({
      outcome: "failed",
      messages: [answered("second")],
      events: [eventOf("r1", 9)],
    });
    await expect(store.settle(scope, "r1", late)).rejects.toMatchObject({ code: "TURN_SETTLED" });
    await expect(store.suspend(scope, "r1", [])).rejects.toMatchObject({ code: "TURN_SETTLED" });
    const [turn] = (await store.transcript(scope))?.turns ?? [];
    expect([turn?.outcome, turn?.messages.length, turn?.messages[1]?.content]).toEqual([
      "completed",
      2,
      "first",
    ]);
    expect(await store.events(scope, "r1")).toEqual([]);
  });

  it("suspends a turn with the events so far, again if need be, and settles it in its place", async () => {
    await using store = await create();
    await store.admit(scope, { runId: "r1", message: asked("Delete it?") });
    await store.suspend(scope, "r1", [eventOf("r1", 0), eventOf("r1", 1)]);
    await takeTurn(store, scope, { runId: "r2", text: "Meanwhile" });
    await store.suspend(scope, "r1", [eventOf("r1", 2)]);
    expect((await store.transcript(scope))?.turns[0]?.status).toBe("suspended");
    expect((await store.events(scope, "r1"))?.map((event) => event.seq)).toEqual([0, 1, 2]);
    await store.settle(scope, "r1", settlementOf({ events: [eventOf("r1", 2), eventOf("r1", 3)] }));
    expect((await store.transcript(scope))?.turns.map((turn) => turn.runId)).toEqual(["r1", "r2"]);
    expect((await store.events(scope, "r1"))?.map((event) => event.seq)).toEqual([0, 1, 2, 3]);
  });

  it("stores turns closed: an orphaned tool call gets a failed result, an orphaned result goes", async () => {
    await using store = await create();
    const [call] = usedTool("c1");
    const [, stray] = usedTool("c2");
    const messages = [call, stray].filter((message) => message !== undefined);
    await takeTurn(store, scope, { runId: "r1", text: "Hi", outcome: "cancelled", messages });
    const stored = (await store.transcript(scope))?.turns[0]?.messages ?? [];
    expect(stored.map((message) => [message.role, message.toolCallId, message.status])).toEqual([
      ["user", undefined, undefined],
      ["assistant", undefined, undefined],
      ["tool", "c1", "error"],
    ]);
  });

  it("refuses what has no JSON form and stores nothing of it", async () => {
    await using store = await create();
    await store.admit(scope, { runId: "r1", message: asked("Hi") });
    const call = { id: "c1", name: "sum", arguments: 1n };
    const settlement = settlementOf({ messages: [{ role: "assistant", content: "", toolCalls: [call] }] });
    await expect(store.settle(scope, "r1", settlement)).rejects.toMatchObject({ code: "NOT_STORABLE" });
    expect((await store.transcript(scope))?.turns[0]?.status).toBe("pending");
  });

  it("is not touched by later changes to what was handed in or out", async () => {
    await using store = await create();
    const message = { role: "user" as const, content: [{ type: "text", text: "before" }] };
    await takeTurn(store, scope, { runId: "r0", text: "Hi" });
    const admission = store.admit(scope, { runId: "r1", message });
    Object.assign(message.content[0] ?? {}, { text: "after" });
    await admission;
    const read = await store.transcript(scope);
    Object.assign(read?.turns[1]?.messages[0] ?? {}, { content: "changed" });
    expect((await store.transcript(scope))?.turns[1]?.messages[0]?.content).toEqual([
      { type: "text", text: "before" },
    ]);
  });

  it("knows nothing of a run or session that is not there", async () => {
    await using store = await create();
    expect(await store.transcript(scope)).toBeUndefined();
    expect(await store.events(scope, "r1")).toBeUndefined();
    expect(await store.window(scope)).toEqual([]);
    expect(await store.delete(scope)).toBe(false);
    expect(await store.sessions(scope)).toEqual({ sessions: [] });
  });

  it("deletes a conversation whole, after which its name can be used anew", async () => {
    await using store = await create();
    await takeTurn(store, scope, { runId: "r1", text: "old", events: [eventOf("r1", 0)] });
    await store.admit(scope, { runId: "r2", message: asked("running") });
    expect(await store.delete(scope)).toBe(true);
    expect(await store.delete(scope)).toBe(false);
    expect(await store.events(scope, "r1")).toBeUndefined();
    await expect(store.settle(scope, "r2", settlementOf())).rejects.toMatchObject({ code: "TURN_NOT_FOUND" });
    await store.admit(scope, { runId: "r1", message: asked("new") });
    expect((await store.transcript(scope))?.turns.map((turn) => turn.messages)).toEqual([[asked("new")]]);
    expect(await store.events(scope, "r1")).toEqual([]);
  });
}
