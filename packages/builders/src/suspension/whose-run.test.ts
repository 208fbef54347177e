import { MemorySaver } from "@langchain/langgraph";
import { createInMemoryConversationStore } from "@pergola/resources";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AgentBuilder, type CallOptions, createAgent } from "../index.ts";
import { AT, asks, codeOf, keptIn, lines, SCOPE, travelAgent } from "./suspension.test-helper.ts";

const hotel = [asks({ book: "hotel" }), "Booked."];

describe("a suspended run", () => {
  it.each<[string, CallOptions]>([
    ["another user", { ...AT, userId: "bob" }],
    ["another session", { ...AT, sessionId: "t" }],
    ["another tenant", { ...AT, tenantId: "other" }],
    ["nobody in particular", {}],
    ["a user without a session", { userId: "ada" }],
  ])("is not there for %s, in the words of a run that never was", async (_who, options) => {
    const { agent, done } = await travelAgent(hotel);
    const { runId } = await agent.chat("go", AT);
    const attempts = [agent.resume(runId, "yes", options), agent.cancel(runId, options)];
    const errors = await Promise.all(attempts.map((attempt) => attempt.catch((error: Error) => error)));
    const unknown = await agent.resume("never-was", "yes", options).catch((error: Error) => error);
    for (const error of errors) {
      expect(error).toMatchObject({ code: "RUN_NOT_SUSPENDED", details: { runId } });
      expect((error as Error).message).toBe((unknown as Error).message.replace("never-was", runId));
    }
    expect(done).toEqual([]);
    expect((await agent.resume(runId, "yes", AT)).text).toBe("Booked.");
  });

  it("is not there for another agent on the same saver and store", async () => {
    const { agent, saver, store } = await travelAgent(hotel);
    const { runId } = await agent.chat("go", AT);
    const other = await travelAgent([], { saver, store, and: (builder) => builder.withName("other") });
    expect(await codeOf(other.agent.resume(runId, "yes", AT))).toBe("RUN_NOT_SUSPENDED");
    expect((await agent.resume(runId, "yes", AT)).text).toBe("Booked.");
  });

  it("is there for an agent that was built anew", async () => {
    const { agent, saver, store } = await travelAgent(hotel);
    const { runId } = await agent.chat("go", AT);
    await agent.close();
    const next = await travelAgent(["Booked."], { saver, store });
    expect((await next.agent.resume(runId, "yes", AT)).text).toBe("Booked.");
    expect(next.model.calls).toHaveLength(1);
    expect(next.done).toEqual(['booked hotel: "yes"']);
    expect(keptIn(saver)).toEqual([]);
  });

  it("needs an agent with a checkpointer", async () => {
    const agent = await createAgent()
      .withStep("custom", { step: () => ({}) })
      .build();
    expect(await codeOf(agent.resume("r", "yes"))).toBe("INTERRUPT_NEEDS_CHECKPOINTER");
    expect(await codeOf(agent.cancel("r"))).toBe("INTERRUPT_NEEDS_CHECKPOINTER");
  });

  it.each([
    ["a key of every object", "__proto__"],
    ["another one", "constructor"],
    ["a path", "../../etc/passwd"],
    ["a piece of SQL", "'; DROP TABLE checkpoints; --"],
    ["a text with a null", "a\u0000b"],
    ["half a character", "\ud800"],
    ["a word of the saver's", "run"],
    ["a wildcard", "%"],
    ["very long", "x".repeat(20_000)],
  ])("may have any id: %s", async (_name, runId) => {
    const { agent, saver } = await travelAgent(hotel);
    const at = { userId: runId.slice(0, 10_000).toWellFormed(), sessionId: "s" };
    await agent.chat("go", { ...at, runId });
    expect(await codeOf(agent.resume(`${runId}-`, "yes", at))).toBe("RUN_NOT_SUSPENDED");
    expect((await agent.resume(runId, "yes", at)).text).toBe("Booked.");
    expect(keptIn(saver)).toEqual([]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it("is told from all others by every part of its place", async () => {
    const saver = new MemorySaver();
    const ids = ["a", "b", "a:b", '"', '["a"', "null"];
    const places = ids.flatMap((userId) => ids.map((sessionId) => ({ userId, sessionId, runId: "r" })));
    const { agent } = await travelAgent(
      [...places.map(() => asks({ book: "hotel" })), ...places.map(() => "Booked.")],
      {
        saver,
      },
    );
    for (const place of places) await agent.chat(`${place.userId} ${place.sessionId}`, place);
    expect(new Set(Object.keys(saver.storage)).size).toBe(2 * places.length);
    for (const { runId, ...at } of places) {
      const { messages } = await agent.resume(runId, "yes", at);
      expect(lines(messages).at(-1)).toBe("ai: Booked.");
    }
    expect(keptIn(saver)).toEqual([]);
  });
});

describe("two answers at the same time", () => {
  it("of a chat turn: one wins, and the tool runs once", async () => {
    const { agent, done, model } = await travelAgent(hotel);
    const { runId } = await agent.chat("go", AT);
    const codes = await Promise.all(
      ["yes", "no", "maybe"].map((answer) => codeOf(agent.resume(runId, answer, AT))),
    );
    expect(codes).toEqual(["none", "RUN_NOT_SUSPENDED", "RUN_NOT_SUSPENDED"]);
    expect(done).toEqual(['booked hotel: "yes"']);
    expect(model.calls).toHaveLength(2);
  });

  it("never answer two questions", async () => {
    const { agent, done } = await travelAgent([asks({ book: "hotel" }), asks({ book: "train" }), "Booked."]);
    const { runId } = await agent.chat("go", AT);
    const [first, second] = await Promise.all([
      agent.resume(runId, "yes", AT),
      codeOf(agent.resume(runId, "yes", AT)),
    ]);
    expect(first.interrupts).toMatchObject([{ value: { approve: "train" } }]);
    expect(second).toBe("RUN_NOT_SUSPENDED");
    expect(done).toEqual(['booked hotel: "yes"']);
  });

  it("of a run without a session: one wins", async () => {
    const { agent, done } = await travelAgent(hotel);
    const messages = [{ role: "user", content: "go" }];
    const stream = agent.stream({ messages } as never, { runId: "r" });
    expect((await stream.result).interrupts).toHaveLength(1);
    const codes = await Promise.all([codeOf(agent.resume("r", "yes")), codeOf(agent.resume("r", "no"))]);
    expect(codes).toEqual(["none", "RUN_NOT_SUSPENDED"]);
    expect(done).toEqual(['booked hotel: "yes"']);
  });

  it("from two agents over one saver: one wins", async () => {
    const { agent, saver, store } = await travelAgent(hotel);
    const twin = await travelAgent(hotel.slice(1), { saver, store });
    const { runId } = await agent.chat("go", AT);
    const codes = await Promise.all([
      codeOf(agent.resume(runId, "yes", AT)),
      codeOf(twin.agent.resume(runId, "no", AT)),
    ]);
    expect(codes.toSorted()).toEqual(["RUN_NOT_SUSPENDED", "none"]);
  });

  it("where one cancels: the other does not go on with what was ended", async () => {
    const { agent, done, transcript } = await travelAgent(hotel);
    const { runId } = await agent.chat("go", AT);
    const codes = await Promise.all([
      codeOf(agent.cancel(runId, AT)),
      codeOf(agent.resume(runId, "yes", AT)),
    ]);
    expect(codes).toEqual(["none", "RUN_NOT_SUSPENDED"]);
    expect(done).toEqual([]);
    expect(await transcript()).toMatchObject([{ status: "settled", outcome: "cancelled" }]);
  });

  it("may come one after the other once the first was refused", async () => {
    const { agent } = await travelAgent([asks({ book: "hotel" }, { book: "train" }), "Booked."]);
    const { runId, interrupts = [] } = await agent.chat("go", AT);
    expect(await codeOf(agent.resume(runId, "yes", AT))).toBe("INVALID_RESUME");
    const answers = Object.fromEntries(interrupts.map(({ id }) => [id, "yes"]));
    expect((await agent.resume(runId, answers, AT)).text).toBe("Booked.");
  });
});

describe("another run with the id of a suspended one", () => {
  it("is refused as a chat turn, and the suspended one stays", async () => {
    const { agent, done } = await travelAgent([...hotel.slice(0, 1), "Booked.", "never"]);
    await agent.chat("go", { ...AT, runId: "r" });
    expect(await codeOf(agent.chat("again", { ...AT, runId: "r" }))).toBe("RUN_ALREADY_ADMITTED");
    expect((await agent.resume("r", "yes", AT)).text).toBe("Booked.");
    expect(done).toEqual(['booked hotel: "yes"']);
  });

  it("is refused as a run, and the suspended one stays", async () => {
    const { agent, done, model } = await travelAgent([...hotel, "never"]);
    const state = { messages: [{ role: "user", content: "go" }] } as never;
    await agent.run(state, { runId: "r" });
    expect(await codeOf(agent.run(state, { runId: "r" }))).toBe("RUN_ALREADY_ADMITTED");
    expect(model.calls).toHaveLength(1);
    expect((await agent.resume("r", "yes")).text).toBe("Booked.");
    expect(done).toEqual(['booked hotel: "yes"']);
  });

  it("is welcome once that one has ended, if it stores no turn", async () => {
    const State = z.object({ log: z.string().default("") });
    const agent = await new AgentBuilder(State)
      .withCheckpointer(new MemorySaver())
      .withStep("custom", { step: ({ log }) => ({ log: `${log}x` }) })
      .build();
    for (const _again of [1, 2]) expect(await agent.run({}, { runId: "r" })).toMatchObject({ log: "x" });
  });
});

describe("a suspended turn whose conversation knows nothing of it", () => {
  it("because it was deleted is not there, and nothing of it is kept once it is cancelled", async () => {
    const { agent, done, saver, store } = await travelAgent(hotel);
    const { runId } = await agent.chat("go", AT);
    await store.delete(SCOPE);
    expect(await codeOf(agent.resume(runId, "yes", AT))).toBe("RUN_NOT_SUSPENDED");
    expect(await codeOf(agent.cancel(runId, AT))).toBe("RUN_NOT_SUSPENDED");
    expect(done).toEqual([]);
    expect(keptIn(saver)).toEqual([]);
  });

  it("because the saver could not forget it when it ended is not there, and is not run again", async () => {
    const saver = new MemorySaver();
    const { agent, done } = await travelAgent(hotel, { saver });
    const { runId } = await agent.chat("go", AT);
    const forget = saver.deleteThread.bind(saver);
    saver.deleteThread = () => Promise.reject(new Error("no disk"));
    expect((await agent.resume(runId, "yes", AT)).text).toBe("Booked.");
    saver.deleteThread = forget;
    expect(keptIn(saver)).not.toEqual([]);
    expect(await codeOf(agent.resume(runId, "yes", AT))).toBe("RUN_NOT_SUSPENDED");
    expect(done).toEqual(['booked hotel: "yes"']);
    expect(keptIn(saver)).toEqual([]);
  });

  it("because it is another store is not there", async () => {
    const { agent, saver, done } = await travelAgent(hotel);
    const { runId } = await agent.chat("go", AT);
    const other = await travelAgent(["Booked."], { saver, store: createInMemoryConversationStore() });
    expect(await codeOf(other.agent.resume(runId, "yes", AT))).toBe("RUN_NOT_SUSPENDED");
    expect(done).toEqual([]);
    expect((await agent.resume(runId, "yes", AT)).text).toBe("Booked.");
  });
});
