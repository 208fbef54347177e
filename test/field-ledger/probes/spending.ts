import { createAgent } from "@pergola/builders";
import type { AgentBudget } from "@pergola/config";
import { createVirtualClock } from "@pergola/core/testing";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import type { BudgetLimits } from "@pergola/resources";
import { codeOf, using } from "./using.ts";

const DAY_MS = 86_400_000;
const usage = { inputTokens: 300, outputTokens: 200, totalTokens: 500, cachedInputTokens: 100 };

/** What two turns of a session come to, and a third one on the next day: what the model was allowed, and what it cost. */
export async function spending(budget: AgentBudget, limits?: BudgetLimits) {
  const clock = createVirtualClock();
  const llm = new ScriptedChatModel(
    Array.from({ length: 3 }, () => ({ text: "yes", usage })),
    { direct: true, model: "priced" },
  );
  const all = { prices: { "scripted:*": { input: 1, output: 1 } }, ...budget };
  const built = createAgent({ llm, budget: all }, { clock })
    .withMemory({ type: "conversation" })
    .withStep("llm", {})
    .build();
  return using(built, async (agent) => {
    const options = { sessionId: "s", ...(limits !== undefined && { budget: limits }) };
    const costs: (number | undefined)[] = [];
    const turn = async () => {
      costs.push((await agent.chat("hi", options)).usage.cost);
    };
    const codes = [await codeOf(turn()), await codeOf(turn())];
    await clock.advance(DAY_MS);
    codes.push(await codeOf(turn()));
    return { codes, costs, allowed: llm.calls.map(({ parameters }) => parameters.maxTokens) };
  });
}
