// Compiled, never run: what the compiler must refuse is marked, and an unused mark is an error.
import { z } from "zod";
import { AgentBuilder, createAgent } from "./index.ts";

const State = z.object({ name: z.string(), processed: z.boolean().optional() });
const builder = new AgentBuilder(State);

builder
  .withStep("llm", { promptTemplate: "Hello {name}", model: "openai:gpt-5-mini", as: "name" })
  .withStep("custom", { step: async (state) => ({ processed: state.name.length > 0 }) })
  .withStep("third-party", { anything: true });

// @ts-expect-error a prompt is text
builder.withStep("llm", { promptTemplate: 7 });
// @ts-expect-error the llm step has no such option
builder.withStep("llm", { prompt: "x" });
// @ts-expect-error the state has no such key
builder.withStep("llm", { as: "nmae" });
// @ts-expect-error The state has no key "nmae".
builder.withStep("llm", { promptTemplate: "Hello {nmae}" });
// @ts-expect-error The state has no key "nmae".
builder.withSteps([{ step: "llm", config: { systemPrompt: "Hello {nmae}" } }]);
builder.withStep("parallel", {
  // @ts-expect-error The state has no key "nmae".
  branches: { a: [{ step: "llm", config: { promptTemplate: "Hello {nmae}" } }] },
});
// @ts-expect-error a custom step needs its function
builder.withStep("custom", {});
// @ts-expect-error the state has no such key
builder.withStep("custom", { step: (state) => ({ processed: state.nmae }) });

const agent = await builder.build();
const { name, processed } = await agent.run({ name: "Ada" });
name satisfies string;
processed satisfies boolean | undefined;
// @ts-expect-error the state requires a name
await agent.run({});

// @ts-expect-error an agent's definition has no such part
createAgent({ nmae: "x" });
