import { createAgent } from "@pergola/builders";
import { createVirtualClock } from "@pergola/core/testing";
import { offline } from "@pergola/llm-offline";
import type { ModelParameters } from "@pergola/resources";
import { entry, type Ledger } from "../ledger.ts";
import { elapse } from "../probes/time.ts";
import { tools } from "../probes/tools.ts";
import { ofType, played, using } from "../probes/using.ts";

/** A turn: what the model says or calls, and how long it takes. */
async function turn(config: object, parameters?: ModelParameters) {
  const clock = createVirtualClock();
  const llm = { provider: "offline", ...config };
  const builder = createAgent({ llm, tools, providers: [offline({ clock })] }, { clock });
  return using(builder.withStep("llm", { tools: ["clock", "dice"] }).build(), async (agent) => {
    const { events, result } = await elapse(played(agent.stream("What can you do?", { parameters })), clock);
    const [ending] = ofType(events, "run-finished");
    return {
      text: result?.text,
      calls: result?.toolCalls.map(({ name }) => name),
      error: ending?.error?.code,
      at: clock.now(),
    };
  });
}

const provider = offline();
const nothingIsDrawn = "Rules answer: nothing is drawn at random, so there is nothing to steer.";
const textOnly = "It writes text only: the schema has one value, and refuses the others.";

export const offlineModel: readonly Ledger[] = [
  {
    name: "llm/offline",
    schema: provider.configSchema,
    entries: [entry("tokensPerSecond", [10, 20], (tokensPerSecond) => turn({ tokensPerSecond }))],
    exceptions: { model: "There is one model: the key is for ids such as offline:offline." },
  },
  {
    name: "llm/offline, parameters of a call",
    schema: provider.parametersSchema ?? provider.configSchema,
    entries: [
      entry("maxTokens", [3, 6], (maxTokens) => turn({}, { maxTokens })),
      entry("stop", [[" a"], [" e"]], (stop) => turn({}, { stop })),
      entry("toolChoice", ["none", "required"] as const, (toolChoice) => turn({}, { toolChoice })),
      entry("toolChoice.name", ["clock", "dice"], (name) => turn({}, { toolChoice: { name } })),
    ],
    exceptions: {
      temperature: nothingIsDrawn,
      topP: nothingIsDrawn,
      seed: nothingIsDrawn,
      presencePenalty: nothingIsDrawn,
      frequencyPenalty: nothingIsDrawn,
      "responseFormat.type": textOnly,
    },
  },
];
