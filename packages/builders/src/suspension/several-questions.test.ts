import { interrupt, MemorySaver } from "@langchain/langgraph";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allEvents } from "../all-events.test-helper.ts";
import { AgentBuilder } from "../index.ts";
import { AT, asks, codeOf, keptIn, lines, travelAgent } from "./suspension.test-helper.ts";

const both = asks({ book: "hotel" }, { look: "map" }, { book: "train" });

describe("several calls that ask at the same time", () => {
  it("are answered by id, each with its own answer, and nothing is done twice", async () => {
    const { agent, model, done, saver, transcript } = await travelAgent([both, "All booked."]);
    const { interrupts = [], runId } = await agent.chat("go", AT);
    expect(interrupts.map(({ value }) => value)).toEqual([{ approve: "hotel" }, { approve: "train" }]);
    expect(new Set(interrupts.map(({ id }) => id)).size).toBe(2);
    expect(done).toEqual(["looked at map"]);
    const answers = Object.fromEntries(interrupts.map(({ id }, index) => [id, `answer ${index}`]));
    const result = await agent.resume(runId, answers, AT);
    expect(result.interrupts).toBeUndefined();
    expect(done.toSorted()).toEqual([
      'booked hotel: "answer 0"',
      'booked train: "answer 1"',
      "looked at map",
    ]);
    expect(model.calls).toHaveLength(2);
    expect(lines((await transcript())[0]?.messages ?? [])).toEqual([
      "user: go",
      "assistant: ",
      "tool: booked hotel",
      "tool: map is fine",
      "tool: booked train",
      "assistant: All booked.",
    ]);
    expect(keptIn(saver)).toEqual([]);
  });

  it("may be answered one after the other", async () => {
    const { agent, model, done } = await travelAgent([both, "All booked."]);
    const { interrupts: [hotel, train] = [], runId } = await agent.chat("go", AT);
    const second = await agent.resume(runId, { [train?.id ?? ""]: "yes" }, AT);
    expect(second.interrupts).toEqual([hotel]);
    expect(done).toEqual(["looked at map", 'booked train: "yes"']);
    const third = await agent.resume(runId, "no", AT);
    expect(third.text).toBe("All booked.");
    expect(done).toEqual(["looked at map", 'booked train: "yes"', 'booked hotel: "no"']);
    expect(model.calls).toHaveLength(2);
  });

  it.each([
    ["a bare value", () => "yes"],
    ["nothing", () => undefined],
    ["null", () => null],
    ["an empty object", () => ({})],
    ["an id that is unknown", () => ({ nobody: "yes" })],
    ["one id that is unknown", (id: string) => ({ [id]: "yes", nobody: "yes" })],
  ])("refuse %s, name the ids, and stay suspended", async (_name, answerOf) => {
    const { agent, done } = await travelAgent([both, "All booked."]);
    const { interrupts = [], runId } = await agent.chat("go", AT);
    const ids = interrupts.map(({ id }) => id);
    await expect(agent.resume(runId, answerOf(ids[0] ?? ""), AT)).rejects.toMatchObject({
      code: "INVALID_RESUME",
      hint: expect.stringContaining(ids[1] ?? "no id"),
    });
    expect(done).toEqual(["looked at map"]);
    const answers = Object.fromEntries(ids.map((id) => [id, "yes"]));
    expect((await agent.resume(runId, answers, AT)).text).toBe("All booked.");
  });
});

describe("one call that asks", () => {
  it("needs an answer, and takes it by its id, too", async () => {
    const { agent, done } = await travelAgent([asks({ book: "hotel" }), "Booked."]);
    const { interrupts = [], runId } = await agent.chat("go", AT);
    expect(await codeOf(agent.resume(runId, undefined, AT))).toBe("INVALID_RESUME");
    await agent.resume(runId, { [interrupts[0]?.id ?? ""]: "yes" }, AT);
    expect(done).toEqual(['booked hotel: "yes"']);
  });

  it.each([
    ["null", null],
    ["false", false],
    ["zero", 0],
    ["an empty text", ""],
    ["a list", ["a", "b"]],
    ["an empty list", []],
    ["an object", { approve: true, deep: { list: [1] } }],
    ["an empty object", {}],
  ])("takes %s for an answer as it is", async (_name, value) => {
    const { agent, done } = await travelAgent([asks({ book: "hotel" }), "Booked."]);
    const { runId } = await agent.chat("go", AT);
    expect((await agent.resume(runId, value, AT)).text).toBe("Booked.");
    expect(done).toEqual([`booked hotel: ${JSON.stringify(value)}`]);
  });

  it("refuses an answer that is for a question of another time", async () => {
    const replies = [asks({ book: "hotel" }), asks({ book: "train" }), "Booked."];
    const { agent, done } = await travelAgent(replies);
    const { interrupts = [], runId } = await agent.chat("go", AT);
    const answer = { [interrupts[0]?.id ?? ""]: "yes" };
    expect((await agent.resume(runId, answer, AT)).interrupts).toMatchObject([
      { value: { approve: "train" } },
    ]);
    expect(await codeOf(agent.resume(runId, answer, AT))).toBe("INVALID_RESUME");
    expect(done).toEqual(['booked hotel: "yes"']);
    expect((await agent.resume(runId, "no", AT)).text).toBe("Booked.");
  });
});

describe("a step that asks twice", () => {
  it("gets each answer in its place", async () => {
    const State = z.object({ first: z.string().optional(), second: z.string().optional() });
    const saver = new MemorySaver();
    const agent = await new AgentBuilder(State)
      .withCheckpointer(saver)
      .withStep("custom", {
        needsGraph: true,
        step: () => {
          const first = String(interrupt("your name?"));
          return { first, second: String(interrupt(`and yours, friend of ${first}?`)) };
        },
      })
      .build();
    const first = await allEvents(agent.stream({}, { runId: "r" }));
    const { interrupts } = await agent.resume("r", "ada");
    expect(interrupts).toMatchObject([{ value: "and yours, friend of ada?" }]);
    const last = agent.resumeStream("r", "bob");
    const events = await allEvents(last);
    expect((await last.result).state).toMatchObject({ first: "ada", second: "bob" });
    expect(first.map((event) => event.type)).toEqual(["run-started", "step-started", "run-suspended"]);
    expect(events.map((event) => event.type)).toEqual(["run-resumed", "step-finished", "run-finished"]);
    expect(keptIn(saver)).toEqual([]);
  });
});

describe("a pause before or after a step", () => {
  const State = z.object({ log: z.string().default("") });
  const say = (word: string) => ({
    nodeName: word,
    step: ({ log }: { log: string }) => ({ log: `${log}${word} ` }),
  });
  const build = (graph: object) =>
    new AgentBuilder(State)
      .withCheckpointer(new MemorySaver())
      .withGraphConfig(graph)
      .withStep("custom", say("one"))
      .withStep("custom", say("two"))
      .withStep("custom", say("three"))
      .build();

  it("asks nothing, and goes on with whatever is said", async () => {
    for (const value of [undefined, "yes", null, { a: 1 }]) {
      const agent = await build({ interruptBefore: ["two"] });
      const stream = agent.stream({}, { runId: "r" });
      await allEvents(stream);
      expect(await stream.result).toMatchObject({ state: { log: "one " }, interrupts: [{ step: "two" }] });
      expect((await stream.result).interrupts?.[0]).not.toHaveProperty("value");
      expect((await agent.resume("r", value)).state).toMatchObject({ log: "one two three " });
    }
  });

  it("comes where it was put, and as often", async () => {
    const agent = await build({ interruptBefore: ["one"], interruptAfter: ["two"] });
    const state = await agent.run({}, { runId: "r" });
    expect(state).toMatchObject({ log: "" });
    const second = await agent.resume("r");
    expect(second).toMatchObject({ state: { log: "one two " }, interrupts: [{ step: "three" }] });
    const third = await agent.resume("r");
    expect(third.interrupts).toBeUndefined();
    expect(third.state).toMatchObject({ log: "one two three " });
  });

  it("comes at every step when it is for all", async () => {
    const agent = await build({ interruptAfter: "*" });
    await agent.run({}, { runId: "r" });
    expect((await agent.resume("r")).interrupts).toMatchObject([{ step: "three" }]);
    const last = await agent.resume("r");
    expect(last).not.toHaveProperty("interrupts");
    expect(last.state).not.toHaveProperty("__interrupt__");
  });

  it("is told with the events of a run", async () => {
    const agent = await build({ interruptBefore: ["two"] });
    const events = await allEvents(agent.stream({}, { runId: "r" }));
    events.push(...(await allEvents(agent.resumeStream("r"))));
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index));
    expect(events.map((event) => event.type)).toEqual([
      ...["run-started", "step-started", "step-finished", "run-suspended"],
      ...["run-resumed", "step-started", "step-finished", "step-started", "step-finished", "run-finished"],
    ]);
  });
});
