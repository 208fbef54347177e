import { AgentBuilder } from "@pergola/builders";
import { commonStepSchema } from "@pergola/config";
import type { RetryPolicy } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import type { CommonStepConfig, StepCacheConfig } from "@pergola/core-steps";
import { z } from "zod";
import { entry, type Ledger } from "../ledger.ts";
import { elapse, untilStopped } from "../probes/time.ts";
import { codeOf, ofType, played, using } from "../probes/using.ts";
import { retryEntries } from "./retry-policy.ts";

const State = z.object({
  topic: z.string().optional(),
  note: z.string().optional(),
  count: z.number().optional(),
});

type CustomStep = Parameters<typeof customAgent>[0];

function customAgent(
  step: (state: z.output<typeof State>, context: { readonly signal?: AbortSignal }) => unknown,
  config: CommonStepConfig,
  clock = createVirtualClock(),
) {
  return new AgentBuilder(State, { clock }).withStep("custom", { step: step as never, ...config }).build();
}

/** A step that always fails. */
async function failing(retry: RetryPolicy) {
  const clock = createVirtualClock();
  let tries = 0;
  const step: CustomStep = () => {
    tries += 1;
    throw new Error("out of order");
  };
  return using(customAgent(step, { retry }, clock), async (agent) => {
    const { events } = await elapse(played(agent.stream({})), clock);
    return { tries, waitsMs: ofType(events, "step-retried").map(({ delayMs }) => delayMs) };
  });
}

/** How often the step runs for runs on these states, some time apart. */
async function remembering(cache: StepCacheConfig, states: readonly z.input<typeof State>[], apartMs = 0) {
  const clock = createVirtualClock();
  let count = 0;
  const step: CustomStep = () => ({ count: ++count });
  return using(customAgent(step, { cache }, clock), async (agent) => {
    for (const state of states) {
      await agent.run(state);
      await clock.advance(apartMs);
    }
    return count;
  });
}

const ants = { topic: "ants" };
const bees = { topic: "bees" };

export const commonStep: Ledger = {
  name: "step",
  schema: commonStepSchema,
  entries: [
    entry("nodeName", ["first", "look_up"], (nodeName) =>
      using(
        customAgent(() => undefined, { nodeName }),
        async (agent) => {
          const { events } = await played(agent.stream({}));
          return [agent.describe().nodes, ofType(events, "step-started").map(({ step }) => step)];
        },
      ),
    ),
    entry("timeoutMs", [100, 300], async (timeoutMs) => {
      const clock = createVirtualClock();
      const hang: CustomStep = (_, { signal = new AbortController().signal }) => untilStopped(signal);
      return using(customAgent(hang, { timeoutMs }, clock), async (agent) => ({
        code: await elapse(codeOf(agent.run({})), clock),
        at: clock.now(),
      }));
    }),
    entry("cache.ttlMs", [50, 500], (ttlMs) => remembering({ ttlMs }, [ants, ants], 100)),
    entry("cache.maxEntries", [1, 2], (maxEntries) => remembering({ maxEntries }, [ants, bees, ants])),
    entry("cache.keys", [["topic"], ["note"]], (keys) =>
      remembering({ keys }, [ants, { ...ants, note: "x" }]),
    ),
    ...retryEntries("retry.", failing),
  ],
};
