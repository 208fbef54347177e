import { Annotation } from "@langchain/langgraph";
import { expect, it } from "vitest";
import { AgentBuilder, type CallOptions } from "../index.ts";

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (log, added) => [...(log ?? []), ...added] }),
  count: Annotation<number>({ reducer: (sum, more) => sum + more, default: () => 10 }),
  note: Annotation<string>,
});
const WATCHED: CallOptions = { callbacks: [{ handleChainStart: () => undefined }] };

it.each([
  ["in a loop of our own", {}],
  ["through the graph", WATCHED],
])("what is given as undefined to an Annotation is not given, %s", async (_, options) => {
  const agent = await new AgentBuilder(State)
    .withStep("custom", { step: () => ({ log: ["a"], count: 1 }) })
    .build();
  const state = await agent.run({ log: undefined, count: undefined, note: undefined }, options);
  expect(state).toEqual({ log: ["a"], count: 11 });
});
