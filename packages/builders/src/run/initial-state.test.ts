import { Annotation } from "@langchain/langgraph";
import { expect, it } from "vitest";
import { AgentBuilder } from "../index.ts";
import { WAYS } from "./engine-ways.test-helper.ts";

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (log, added) => [...(log ?? []), ...added] }),
  count: Annotation<number>({ reducer: (sum, more) => sum + more, default: () => 10 }),
  note: Annotation<string>,
});

it.each(WAYS)("what is given as undefined to an Annotation is not given, $way", async ({ options }) => {
  const agent = await new AgentBuilder(State)
    .withStep("custom", { step: () => ({ log: ["a"], count: 1 }) })
    .build();
  const state = await agent.run({ log: undefined, count: undefined, note: undefined }, options);
  expect(state).toEqual({ log: ["a"], count: 11 });
});
