import { createAgentServer } from "@pergola/agent-server";
import { AgentBuilder, createAgent } from "@pergola/builders";
import { agentConfigSchema } from "@pergola/config";
import { createInMemoryConversationStore } from "@pergola/resources";
import { z } from "zod";
import { entry, type Ledger } from "../ledger.ts";
import { storedTurn } from "../probes/conversation.ts";
import { named, scripted, sentTo } from "../probes/model.ts";
import { notes } from "../probes/steps.ts";
import { numbered } from "../probes/tools.ts";
import { codeOf, using } from "../probes/using.ts";
import { agentBudget } from "./agent-budget.ts";
import { agentFallback } from "./agent-fallback.ts";
import { agentGraph } from "./agent-graph.ts";
import { agentLimits } from "./agent-limits.ts";
import { agentLogging } from "./agent-logging.ts";
import { agentMemory } from "./agent-memory.ts";
import { agentResources } from "./agent-resources.ts";

/** A provider whose model gives its name as the answer. */
const providerOf = (name: string) => ({
  category: "llm" as const,
  name: "voices",
  configSchema: z.object({}),
  create: async () => named(name),
});

const answer = (builder: AgentBuilder) =>
  using(builder.withStep("llm", {}).build(), async (agent) => (await agent.chat("who?")).text);

export const agent: Ledger = {
  name: "agent config",
  schema: agentConfigSchema,
  entries: [
    entry("name", ["support", "sales"], (name) =>
      storedTurn({}, [{ agentId: "support" }, { agentId: "sales" }], createAgent({ name })),
    ),
    // Two versions of one agent do not share their conversations.
    entry("version", ["1.0.0", "2.0.0"], async (version) => {
      const store = createInMemoryConversationStore();
      const open = (of: string) =>
        createAgent({ version: of, llm: scripted() }).withMemory(store).withStep("llm", {}).start();
      return using(open("1.0.0"), () => codeOf(open(version).then((other) => other.close())));
    }),
    // It is for people: whoever asks a server for its agents reads it.
    entry("description", ["Answers questions.", "Sells cars."], (description) =>
      using(createAgent({ description, llm: scripted() }).withStep("llm", {}).build(), (built) =>
        using(Promise.resolve(createAgentServer({ agents: [built], port: 0 })), async (server) => {
          const response = await fetch(`${await server.listen()}/v1/models`);
          const { data } = (await response.json()) as { data: readonly { description?: string }[] };
          return data.map((model) => model.description);
        }),
      ),
    ),
    entry("stateSchema", ["ants", "bees"], (topic) =>
      using(
        new AgentBuilder(z.object({ topic: z.string().default(topic) }))
          .withStep("custom", { step: () => undefined })
          .build(),
        (built) => built.run({}),
      ),
    ),
    entry(
      "steps",
      [
        ["one", "two"],
        ["two", "one"],
      ],
      (words) =>
        using(
          new AgentBuilder(z.looseObject({ log: z.array(z.string()).optional() }))
            .withSteps(words.map(notes) as never)
            .build(),
          (built) => built.run({}),
        ),
    ),
    entry("llm", ["Ada", "Bob"], (name) => answer(createAgent({ llm: named(name) }))),
    entry("providers", ["Ada", "Bob"], (name) => answer(createAgent({ providers: [providerOf(name)] }))),
    entry("tools", [["clock"], ["dice", "clock"]], (names) => {
      const model = scripted();
      const built = createAgent({ tools: names.map(numbered), llm: model })
        .withStep("tools-loop", {})
        .build();
      return using(built, async (ready) => {
        await ready.chat("hi");
        return sentTo(model);
      });
    }),
    ...agentMemory,
    ...agentResources,
    ...agentLimits,
    ...agentFallback,
    ...agentBudget,
    ...agentLogging,
    ...agentGraph,
  ],
};
