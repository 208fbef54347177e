import { createScope, type RunEventInput, silentLogger } from "@pergola/core";
import { createRetryBudget } from "../retry-budget.ts";
import type { RunBinding } from "../run-binding.ts";

/** A run for tests: its events in order, and the controller that stops it. */
export interface TestRun {
  readonly binding: RunBinding;
  readonly events: RunEventInput[];
  readonly controller: AbortController;
  types(): string[];
  text(): string;
}

export function createTestRun(over: Partial<RunBinding> = {}): TestRun {
  const events: RunEventInput[] = [];
  const controller = new AbortController();
  const binding: RunBinding = {
    runId: "run-1",
    scope: createScope({ tenantId: "local", userId: "ada", agentId: "helper" }),
    signal: controller.signal,
    emit: (event) => void events.push(event),
    logger: silentLogger,
    retryBudget: createRetryBudget(6),
    step: "llm_0",
    ...over,
  };
  return {
    binding,
    events,
    controller,
    types: () => events.map((event) => event.type),
    text: () => events.map((event) => (event.type === "text-delta" ? event.text : "")).join(""),
  };
}
