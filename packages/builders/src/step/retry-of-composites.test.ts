import { expect, it } from "vitest";
import { z } from "zod";
import { AgentBuilder } from "../index.ts";

const State = z.object({
  items: z.array(z.string()).default(["a"]),
  item: z.string().optional(),
  answer: z.string().optional(),
});
const retry = { maxRetries: 1, backoffBaseMs: 0 };

/** A step that throws this once. */
function failingOnce(error: unknown) {
  let attempts = 0;
  const step = () => {
    if (attempts++ === 0) throw error;
    return { answer: "at last" };
  };
  return [{ step: "custom" as const, config: { step } }];
}

const holders = (error: unknown) => {
  const builder = new AgentBuilder(State);
  return {
    branch: builder.withStep("branch", { on: () => "a", cases: { a: failingOnce(error) }, retry }),
    parallel: builder.withStep("parallel", { branches: { a: failingOnce(error) }, retry }),
    map: builder.withStep("map", { over: "items", item: "item", steps: failingOnce(error), retry }),
  };
};

it.each(["branch", "parallel", "map"] as const)(
  "a %s step is run again when a step inside it threw an error of its own",
  async (type) => {
    const agent = await holders(new Error("for now"))[type].build();
    expect(await agent.run({})).toMatchObject({ answer: "at last" });
  },
);

it("an agent step is run again when a step of that agent threw an error of its own", async () => {
  const inner = await new AgentBuilder(State)
    .withStep("custom", failingOnce(new Error("for now"))[0]?.config as never)
    .build();
  const agent = await new AgentBuilder(State)
    .withStep("agent", { agent: inner, input: () => ({}), retry })
    .build();
  await expect(agent.run({})).resolves.toBeDefined();
});

it("a mistake in the code of a step inside comes again, and is not tried again", async () => {
  const agent = await holders(new TypeError("x is not a function")).parallel.build();
  await expect(agent.run({})).rejects.toMatchObject({ code: "STEP_FAILED" });
});
