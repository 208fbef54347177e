import { Overwrite } from "@langchain/langgraph";
import { StateTypeFactory } from "@pergola/config";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AgentBuilder, createAgent } from "./index.ts";
import { WATCHED } from "./run/engine-ways.test-helper.ts";

const State = StateTypeFactory.mergeable(
  z.object({
    log: z.array(z.string()).default(["start"]),
    sum: z.number().default(5),
    plain: z.string().default("p"),
  }),
  { log: "append", sum: (current = 0, update) => current + update },
);

describe("a state with reducers", () => {
  const build = () =>
    new AgentBuilder(State)
      .withStep("custom", { step: () => ({ log: "a", sum: 1 }) })
      .withStep("custom", { step: ({ log, sum }) => ({ log: [`b after ${log.length}`], sum }) })
      .build();

  it("begins a run and a chat turn with its defaults, once", async () => {
    const agent = await build();
    const expected = { log: ["start", "a", "b after 2"], sum: 12, plain: "p" };
    expect(await agent.run({})).toEqual(expected);
    expect(await agent.run({})).toEqual(expected);
    const chatting = await new AgentBuilder(State)
      .withStep("llm", { model: new ScriptedChatModel(["hi"]) })
      .withStep("custom", { step: () => ({ log: "c" }) })
      .build();
    expect((await chatting.chat("x")).state).toMatchObject({ log: ["start", "c"], sum: 5, plain: "p" });
  });

  it("adds a number that happens to be the current one, but nothing when the whole state comes back", async () => {
    const once = new AgentBuilder(State).withStep("custom", { step: () => ({ sum: 5 }) });
    expect(await (await once.build()).run({})).toMatchObject({ sum: 10 });
    for (const step of [(state: object) => state, (state: object) => ({ ...state, plain: "q" })]) {
      const agent = await new AgentBuilder(State).withStep("custom", { step: step as never }).build();
      expect(await agent.run({})).toMatchObject({ sum: 5, log: ["start"] });
    }
  });

  it("keeps what a step writes into the state that it was given and gives back", async () => {
    const step = (state: { plain: string }) => {
      state.plain = "changed";
      return state;
    };
    const agent = await new AgentBuilder(State).withStep("custom", { step: step as never }).build();
    expect(await agent.run({})).toMatchObject({ plain: "changed", sum: 5 });
  });

  it("takes what is given through the reducers", async () => {
    const agent = await build();
    expect(await agent.run({ log: ["mine"], sum: 10 })).toMatchObject({ sum: 5 + 10 + 1 + 16 });
  });
});

describe("a key with a reducer, whoever runs the steps", () => {
  const Odd = StateTypeFactory.mergeable(z.object({ n: z.number().default(10) }), { n: (a = 0, b) => a + b });

  it("has its default when nothing is written", async () => {
    const agent = await new AgentBuilder(Odd).withStep("custom", { step: () => undefined }).build();
    expect(await agent.run({})).toEqual({ n: 10 });
    expect(await agent.run({}, WATCHED)).toEqual({ n: 10 });
  });

  it("refuses what does not fit, with the step's name", async () => {
    const agent = await new AgentBuilder(Odd)
      .withStep("custom", { step: () => ({ n: Number.NaN }), nodeName: "odd" })
      .build();
    for (const options of [{}, WATCHED])
      await expect(agent.run({}, options)).rejects.toMatchObject({
        code: "STEP_BAD_RESULT",
        details: { step: "odd", key: "n" },
      });
  });

  it("can be set past its reducer", async () => {
    const agent = await new AgentBuilder(Odd)
      .withStep("custom", { step: () => ({ n: new Overwrite(1) }) })
      .withStep("custom", { step: () => ({ n: 5 }) })
      .build();
    expect(await agent.run({})).toEqual({ n: 6 });
    expect(await agent.run({}, WATCHED)).toEqual({ n: 6 });
  });
});

describe("an open state", () => {
  it("keeps what no schema declares, from step to step and in the result", async () => {
    const agent = await createAgent()
      .withStep("custom", { step: () => ({ processed: true, count: 1 }) })
      .withStep("custom", { step: (state) => ({ count: Number(state.count) + 1 }) })
      .withStep("llm", { model: new ScriptedChatModel(["fine"]), promptTemplate: "{processed} {count}" })
      .build();
    const state = await agent.run({ name: "Ada", origin: "web" });
    expect(state).toMatchObject({ name: "Ada", origin: "web", processed: true, count: 2 });
    expect(Object.keys(state).sort()).toEqual(["count", "messages", "name", "origin", "processed"]);
  });
});
