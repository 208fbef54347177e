import type { AgentHealth } from "@pergola/resources";
import { expect, test } from "vitest";
import { healthVerdict } from "./health-verdict.ts";

const NOW = 1_000;
const breaker = (state: "open" | "closed" | "half-open") => ({ name: state, state, failures: 0 });
const resource = (state: string) => ({ name: "memory", category: "memory", state, needs: [] });
const health = (change: Partial<AgentHealth>): AgentHealth => ({
  agent: "a",
  status: "degraded",
  model: "m",
  resources: [],
  breakers: [],
  ...change,
});

test.each([
  ["ok", health({ status: "ok", breakers: [breaker("closed")] })],
  ["warn", health({ breakers: [breaker("open"), breaker("closed")] })],
  ["warn", health({ breakers: [breaker("open"), breaker("half-open")] })],
  ["error", health({ breakers: [breaker("open")] })],
  ["error", health({ breakers: [{ ...breaker("open"), openUntil: NOW + 1 }] })],
  ["warn", health({ breakers: [{ ...breaker("open"), openUntil: NOW }] })],
  ["error", health({ breakers: [breaker("closed")], resources: [resource("failed")] })],
] as const)("is %s", (tone, given) => {
  expect(healthVerdict(given, NOW).tone).toBe(tone);
});

test("names the resource that does not work", () => {
  expect(healthVerdict(health({ resources: [resource("failed")] }), NOW).words).toContain("memory");
});
