import { interrupt, MemorySaver } from "@langchain/langgraph";
import { AgentBuilder } from "@pergola/builders";
import type { GraphSettings } from "@pergola/config";
import { z } from "zod";
import { entry, type LedgerEntry } from "../ledger.ts";
import { ofType, played, using } from "../probes/using.ts";

/** Two steps: what ran, and how it went on. @param ask what the second step asks, if anything */
async function twoSteps(graph: GraphSettings, ask?: string) {
  const second = () => ({ answer: ask === undefined ? "done" : String(interrupt(ask)) });
  const builder = new AgentBuilder(z.object({ answer: z.string().optional() }))
    .withGraphConfig(graph)
    .withStep("custom", { nodeName: "first", step: () => undefined })
    .withStep("custom", { nodeName: "second", step: second, needsGraph: true });
  return using(builder.build(), async (agent) => {
    const { events, result } = await played(agent.stream({}));
    return {
      ran: ofType(events, "step-finished").map(({ step }) => step),
      ended: events.at(-1)?.type,
      error: ofType(events, "run-finished")[0]?.error?.code,
      waitsFor: result?.interrupts?.map(({ value }) => value),
    };
  });
}

const paused = (settings: GraphSettings) => twoSteps({ checkpointer: new MemorySaver(), ...settings });

export const agentGraph: readonly LedgerEntry[] = [
  entry("graph.checkpointer", ["without", "with"], (choice) =>
    twoSteps({ checkpointer: choice === "with" ? new MemorySaver() : undefined }, "go?"),
  ),
  entry("graph.recursionLimit", [1, 5], (recursionLimit) => twoSteps({ recursionLimit })),
  entry("graph.interruptBefore<array>", [["first"], ["second"]], (interruptBefore) =>
    paused({ interruptBefore }),
  ),
  entry("graph.interruptBefore<literal>", [undefined, "*"] as const, (interruptBefore) =>
    paused({ interruptBefore }),
  ),
  entry("graph.interruptAfter<array>", [["first"], ["second"]], (interruptAfter) =>
    paused({ interruptAfter }),
  ),
  entry("graph.interruptAfter<literal>", [undefined, "*"] as const, (interruptAfter) =>
    paused({ interruptAfter }),
  ),
];
