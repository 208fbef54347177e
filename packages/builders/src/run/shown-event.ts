import { type RunEventInput, type RunEventType, redact } from "@pergola/core";

/**
 * Events that hold nothing that others wrote, that hold it without secrets already, or that are the conversation itself:
 * what is said, and what is asked of a user.
 */
const AS_THEY_ARE: ReadonlySet<RunEventType> = new Set([
  "run-started",
  "run-resumed",
  "run-suspended",
  "run-finished",
  "step-started",
  "step-finished",
  "model-started",
  "model-finished",
  "text-delta",
  "reasoning-delta",
]);

/** An event as it is told: what tools are given and give, and what packages and steps tell, without secrets. */
export function shownEvent(event: RunEventInput): RunEventInput {
  return AS_THEY_ARE.has(event.type) ? event : redact(event);
}
