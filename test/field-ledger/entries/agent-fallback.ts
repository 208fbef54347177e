import { createAgent } from "@pergola/builders";
import { createVirtualClock } from "@pergola/core/testing";
import { type BreakerSettings, createInMemoryStorage } from "@pergola/resources";
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

/** What three uses of a storage come to that nobody reaches, the last one after half a second. */
async function threeWrites(breaker: BreakerSettings) {
  const clock = createVirtualClock();
  const storage = createInMemoryStorage();
  storage.write = () => Promise.reject(Object.assign(new Error("down"), { code: "EIO" }));
  const seen: unknown[] = [];
  const built = createAgent({ storage, breaker: { resources: { storage: breaker } } }, { clock })
    .withStep("custom", {
      step: async (_state, { run }) =>
        void (await run
          ?.resource("storage")
          .write("a.md", "x")
          .catch((error: { code: string }) => seen.push(error.code))),
    })
    .build();
  return using(built, async (agent) => {
    await agent.run({});
    await agent.run({});
    await clock.advance(500);
    await agent.run({});
    return seen;
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
  entry("breaker.resources.*.failures", [1, 2], (failures) => threeWrites({ failures })),
  entry("breaker.resources.*.resetMs", [100, 1_000], (resetMs) => threeWrites({ failures: 1, resetMs })),
  entry("fallback.firstTokenTimeoutMs", [100, 300], patience),
];
