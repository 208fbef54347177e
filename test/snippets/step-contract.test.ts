// #region contract
import { stepStrategyContract } from "@pergola/core-steps/testing";
// #endregion

import type { StepStrategy } from "@pergola/core-steps";
import { z } from "zod";

const shorten: StepStrategy<{ key: string; maxWords: number }> = {
  name: "shorten",
  configSchema: z.strictObject({ key: z.string(), maxWords: z.int().min(1).default(20) }),
  nodeName: (index) => `shorten_step_${index}`,
  createStep:
    ({ key, maxWords }) =>
    (state) => ({ [key]: String(state[key]).split(" ").slice(0, maxWords).join(" ") }),
  writes: ({ key }) => [key],
};

// #region contract
stepStrategyContract({
  strategy: shorten,
  cases: {
    "a long text": { config: { key: "text", maxWords: 2 }, state: { text: "one two three" } },
    "a short text": { config: { key: "text" }, state: { text: "one" } },
  },
  skip: { stop: "it never waits" },
});
// #endregion
