import { describe, expect, it } from "vitest";
import { AgentConfig } from "./index.ts";

const steps = [{ step: "llm", config: {} }];
const NO_NUMBERS = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, "5", null, {}];

/** Every number of a definition, by the part it is in. */
const PARTS: readonly (readonly [
  part: string,
  make: (given: object) => object,
  numbers: readonly string[],
])[] = [
  ["limits", (limits) => ({ limits }), ["maxIterations", "timeoutMs", "maxToolCalls"]],
  ["retry", (retry) => ({ retry }), ["maxRetries", "backoffBaseMs", "backoffFactor", "maxBackoffMs"]],
  ["breaker", (breaker) => ({ breaker }), ["failures", "resetMs"]],
  ["fallback", (fallback) => ({ fallback }), ["firstTokenTimeoutMs"]],
  ["budget", (run) => ({ budget: { run } }), ["tokens", "cost"]],
  ["budget", (user) => ({ budget: { user } }), ["tokens", "cost"]],
  [
    "budget",
    (price) => ({ budget: { prices: { "a:b": { input: 1, output: 1, ...price } } } }),
    ["input", "cachedInput", "cacheWrite", "output"],
  ],
  ["graph", (graph) => ({ graph }), ["recursionLimit"]],
  ["memory", (window) => ({ memory: { type: "conversation", window } }), ["maxMessages", "maxTokens"]],
];

describe.each(PARTS)("%s of a definition", (part, make, names) => {
  it.each(names)("refuses %s that is no number, endless or below 0, and names it", (name) => {
    for (const value of NO_NUMBERS) {
      const problems = new AgentConfig({ steps, ...make({ [name]: value }) }).validate();
      expect(problems, `${value}`).toEqual([
        expect.objectContaining({ path: expect.arrayContaining([part, name]), hint: expect.any(String) }),
      ]);
    }
  });
});
