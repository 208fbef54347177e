import { createAgent } from "@pergola/builders";
import { createVirtualClock } from "@pergola/core/testing";
import type { BreakerSettings } from "@pergola/resources";
import { entry, type LedgerEntry } from "../ledger.ts";
import { scripted } from "../probes/model.ts";
import { elapse } from "../probes/time.ts";
import { codeOf, using } from "../probes/using.ts";

/** What three turns end with whose model's server nobody reaches, the last one after half a second. */
async function threeTurns(breaker: BreakerSettings) {
  const clock = createVirtualClock();
  const refused = () => Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  const llm = scripted(Array.from({ length: 3 }, refused));
  const built = createAgent({ breaker, llm, retry: { maxRetries: 0 } }, { clock })
    .withStep("llm", {})
    .build();
  return using(built, async (agent) => {
    const first = [await codeOf(agent.chat("hi")), await codeOf(agent.chat("hi"))];
    await clock.advance(500);
    return [...first, await codeOf(agent.chat("hi"))];
  });
}

/** When a second model is asked, if the first one says nothing. */
async function patience(firstTokenTimeoutMs: number) {
  const clock = createVirtualClock();
  const llm = [scripted([{ hang: true }]), scripted(["yes"])];
  const built = createAgent({ fallback: { firstTokenTimeoutMs }, llm }, { clock })
    .withStep("llm", {})
    .build();
  return using(built, async (agent) => {
    const { text } = await elapse(agent.chat("hi"), clock);
    return { text, at: clock.now() };
  });
}

export const agentFallback: readonly LedgerEntry[] = [
  entry("breaker.failures", [1, 2], (failures) => threeTurns({ failures })),
  entry("breaker.resetMs", [100, 1_000], (resetMs) => threeTurns({ failures: 1, resetMs })),
  entry("fallback.firstTokenTimeoutMs", [100, 300], patience),
];
