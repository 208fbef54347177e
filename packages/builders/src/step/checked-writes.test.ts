import { createStepWrites, type StepStrategy, type StepWrite } from "@pergola/core-steps";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allEvents } from "../all-events.test-helper.ts";
import { AgentBuilder } from "../index.ts";
import { WAYS } from "../run/engine-ways.test-helper.ts";
import { write } from "../substeps.test-helper.ts";
import { FORMS, ofType, said } from "./policies.test-helper.ts";

const State = z.object({
  note: z.string().optional(),
  count: z.number().optional(),
  price: z.coerce.number().optional(),
  items: z.array(z.string()).default(["a", "b"]),
  item: z.string().optional(),
  made: z.unknown().optional(),
  totals: z.array(z.number()).optional(),
});

/** A step that writes these, in both forms: as one node, and as a node of its own graph. */
function writing(makeWrites: () => readonly StepWrite[]): StepStrategy<object> {
  return {
    name: "writing",
    configSchema: z.strictObject({}),
    nodeName: (index) => `writing_${index}`,
    needs: () => ({ messages: true }),
    createStep: () => () => createStepWrites(makeWrites()) as never,
    createGraph: () => ({
      nodes: [{ name: "only", ends: ["end"], run: async () => ({ writes: makeWrites() }) }],
    }),
  };
}

type Saver = (typeof FORMS)[number]["saver"];

function builderFor(saver: Saver, model = new ScriptedChatModel([])) {
  const builder = new AgentBuilder(State).withLlm(model);
  const kept = saver();
  return kept === undefined ? builder : builder.withCheckpointer(kept);
}

describe.each(FORMS)("what a step writes, $form", ({ saver }) => {
  const writer = (writes: readonly StepWrite[]) =>
    builderFor(saver)
      .withStep(
        writing(() => writes),
        {},
      )
      .build();

  it("must fit the state: the answer of a tools-loop, too", async () => {
    const model = new ScriptedChatModel([{ text: "many" }]);
    await using agent = await builderFor(saver, model)
      .withStep("tools-loop", { as: "count" as never })
      .build();
    const stream = agent.stream({ messages: [{ role: "user", content: "How many?" }] } as never);
    const events = await allEvents(stream);
    await expect(stream.result).rejects.toMatchObject({
      code: "STEP_BAD_RESULT",
      message: expect.stringContaining('The step "tools_loop_step_0"'),
      details: { step: "tools_loop_step_0", key: "count" },
    });
    expect(ofType(events, "step-finished")).toMatchObject([{ error: { code: "STEP_BAD_RESULT" } }]);
  });

  it("is as the state has it: coerced", async () => {
    const model = new ScriptedChatModel([{ text: "42" }]);
    await using agent = await builderFor(saver, model)
      .withStep("tools-loop", { as: "price" as never })
      .withStep("custom", { step: ({ price }) => ({ note: `${typeof price} ${price}` }) })
      .build();
    const state = await agent.run({ messages: [{ role: "user", content: "How much?" }] } as never);
    expect(state).toMatchObject({ price: 42, note: "number 42" });
  });

  it("must be declared", async () => {
    await using agent = await writer([
      ["note", "fine"],
      ["nott", "lost"],
    ]);
    await expect(agent.run({})).rejects.toMatchObject({
      code: "UNDECLARED_STATE_KEY",
      message: expect.stringContaining('The step "writing_0" returned "nott"'),
      details: { step: "writing_0", keys: ["nott"] },
    });
  });

  it("is no change when it is undefined", async () => {
    await using agent = await writer([
      ["note", undefined],
      ["nott", undefined],
    ]);
    expect(await agent.run({ note: "kept" })).toMatchObject({ note: "kept" });
  });

  it("is a real message where it is one for the conversation", async () => {
    await using agent = await writer([["messages", { role: "assistant", content: "hello" }]]);
    const { messages } = await agent.chat("hi");
    expect(said(messages)).toEqual(["ai: hello"]);
  });

  it("is tried again when the policy of the step says so", async () => {
    let attempts = 0;
    const strategy = writing(() => [["count", attempts++ === 0 ? "one" : 1]]);
    await using agent = await builderFor(saver)
      .withStep(strategy, { retry: { maxRetries: 1, backoffBaseMs: 0, retryIf: () => true } })
      .build();
    expect(await agent.run({})).toMatchObject({ count: 1 });
    expect(attempts).toBe(2);
  });
});

describe.each(WAYS)("what a step with steps inside writes, $way", ({ options }) => {
  it("must fit the state: the list that a map collects, too", async () => {
    await using agent = await new AgentBuilder(State)
      .withStep("map", {
        over: "items",
        item: "item",
        steps: [write({ made: "text" })],
        collect: "made",
        into: "totals",
      })
      .build();
    await expect(agent.run({}, options)).rejects.toMatchObject({
      code: "STEP_BAD_RESULT",
      message: expect.stringContaining("totals.0"),
      details: { step: "map_step_0", key: "totals" },
    });
  });

  it("is not checked again where the steps inside have written it", async () => {
    let parses = 0;
    const counted = (value: unknown) => {
      parses += value === "told" ? 1 : 0;
      return value;
    };
    const Counted = z.object({ note: z.preprocess(counted, z.string().optional()) });
    const parsesOf = async (
      build: (builder: AgentBuilder<typeof Counted>) => AgentBuilder<typeof Counted>,
    ) => {
      await using agent = await build(new AgentBuilder(Counted)).build();
      parses = 0;
      expect(await agent.run({}, options)).toEqual({ note: "told" });
      return parses;
    };
    const told = write({ note: "told" });
    const alone = await parsesOf((builder) => builder.withStep("custom", told.config));
    const inside = { cases: { yes: [{ step: "parallel", config: { branches: { one: [told] } } }] } } as const;
    expect(await parsesOf((builder) => builder.withStep("branch", { on: () => "yes", ...inside }))).toBe(
      alone,
    );
  });
});
