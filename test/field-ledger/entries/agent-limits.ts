import { createAgent } from "@pergola/builders";
import type { AgentLimits } from "@pergola/config";
import type { RetryPolicy } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import { entry, type LedgerEntry } from "../ledger.ts";
import { scripted } from "../probes/model.ts";
import { elapse } from "../probes/time.ts";
import { callsClock, tools } from "../probes/tools.ts";
import { codeOf, ofType, played, using } from "../probes/using.ts";
import { retryEntries } from "./retry-policy.ts";

/** A model that asks for a tool twice before it answers. */
async function loop(limits: AgentLimits) {
  const model = scripted([callsClock, callsClock, "It is late."]);
  const built = createAgent({ limits, tools, llm: model }).withStep("tools-loop", {}).build();
  return using(built, async (agent) => ({ code: await codeOf(agent.chat("hi")), asked: model.calls.length }));
}

/** A model whose server nobody reaches. */
async function unreachable(retry: RetryPolicy) {
  const clock = createVirtualClock();
  const refused = () => Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  const model = scripted(Array.from({ length: 8 }, refused));
  const built = createAgent({ retry, llm: model }, { clock }).withStep("llm", {}).build();
  return using(built, async (agent) => {
    const { events } = await elapse(played(agent.stream("hi")), clock);
    return {
      tries: model.calls.length,
      waitsMs: ofType(events, "model-retried").map(({ delayMs }) => delayMs),
    };
  });
}

export const agentLimits: readonly LedgerEntry[] = [
  entry("limits.maxIterations", [2, 3], (maxIterations) => loop({ maxIterations })),
  entry("limits.maxToolCalls", [1, 2], (maxToolCalls) => loop({ maxToolCalls })),
  entry("limits.timeoutMs", [100, 300], (timeoutMs) => {
    const clock = createVirtualClock();
    const model = scripted([{ hang: true }]);
    const built = createAgent({ limits: { timeoutMs }, llm: model }, { clock }).withStep("llm", {}).build();
    return using(built, async (agent) => ({
      code: await elapse(codeOf(agent.chat("hi")), clock),
      at: clock.now(),
    }));
  }),
  ...retryEntries("retry.", unreachable),
];
