// The smallest agent that uses what costs a compiler most: a schema written in place, its keys in a step's config and
// in a function. budget.test.ts measures it against the built types.
import { AgentBuilder } from "@pergola/builders";
import { z } from "zod";

const agent = await new AgentBuilder(z.object({ name: z.string(), greeting: z.string().optional() }))
  .withLlm("openai:gpt-5-mini")
  .withStep("llm", { promptTemplate: "Greet {name} in five words.", as: "greeting" })
  .withStep("custom", { step: ({ greeting }) => ({ greeting: `${greeting}!` }) })
  .build();

const { greeting } = await agent.run({ name: "Ada" });
console.log(greeting satisfies string | undefined);
