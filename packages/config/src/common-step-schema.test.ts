import { expect, it } from "vitest";
import { COMMON_STEP_KEYS, commonStepSchema } from "./index.ts";

const everything = {
  nodeName: "check",
  retry: { maxRetries: 2 },
  timeoutMs: 500,
  cache: { ttlMs: 1_000, maxEntries: 5, keys: ["topic"] },
};

it("takes every key that steps share, and none at all", () => {
  expect(commonStepSchema.parse(everything)).toEqual(everything);
  expect(commonStepSchema.parse({})).toEqual({});
  expect([...COMMON_STEP_KEYS].sort()).toEqual(Object.keys(everything).sort());
});

it.each([
  ["an empty name", { nodeName: "" }, "nodeName"],
  ["a retry that cannot be", { retry: { maxRetries: -1 } }, "retry.maxRetries"],
  ["no time", { timeoutMs: 0 }, "timeoutMs"],
  ["more time than a timer can hold", { timeoutMs: 2_147_483_648 }, "timeoutMs"],
  ["a cache that keeps nothing", { cache: { ttlMs: 0 } }, "cache.ttlMs"],
  ["half an entry", { cache: { maxEntries: 0.5 } }, "cache.maxEntries"],
  ["a cache that depends on nothing", { cache: { keys: [] } }, "cache.keys"],
  ["a state key without a name", { cache: { keys: [""] } }, "cache.keys.0"],
  ["an unknown key", { timeout: 1 }, ""],
  ["an unknown key of the cache", { cache: { ttl: 1 } }, "cache"],
])("refuses %s", (_, config, path) => {
  const issues = commonStepSchema.safeParse(config).error?.issues ?? [];
  expect(issues.map((issue) => issue.path.join("."))).toEqual([path]);
});
