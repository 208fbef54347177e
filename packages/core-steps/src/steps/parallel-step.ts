import type { StepChain } from "../step-chain.ts";
import { getRun } from "../step-run.ts";
import type { StepStrategy } from "../step-strategy.ts";
import { createStepWrites } from "../step-writes.ts";
import { type ParallelStepConfig, parallelConfigSchema } from "./parallel-config.ts";
import { runBounded } from "./run-bounded.ts";

/** Runs lists of steps at once, and merges what they write in the order in which they are declared. */
export const parallelStep: StepStrategy<ParallelStepConfig> = {
  name: "parallel",
  configSchema: parallelConfigSchema,
  nodeName: (index) => `parallel_step_${index}`,
  groups: ({ branches }) =>
    Object.entries(branches).map(([name, steps]) => ({
      path: ["branches", name],
      steps,
      isConcurrent: true,
    })),
  writes: () => [],
  createStep({ concurrency = Number.POSITIVE_INFINITY }, { chains } = { chains: [] }) {
    return async (state, context) => {
      const { signal } = getRun(context);
      const runBranch = (chain: StepChain, _: number, stop: AbortSignal) =>
        chain(state, context, { signal: stop });
      const all = await runBounded(chains, runBranch, { concurrency, signal });
      return createStepWrites(all.flatMap((writes) => writes.entries));
    };
  },
};
