// Compiled by the type check; nothing here runs.
import type { RunEvent, RunEventInput } from "./run-event.ts";
import { createScope, type SessionScope, scopeKey } from "./scope.ts";

declare const event: RunEvent;
if (event.type === "text-delta") event.text satisfies string;
if (event.type === "run-finished")
  event.outcome satisfies "completed" | "failed" | "cancelled" | "deadline" | "budget";
// @ts-expect-error: only text deltas have text
event.text;

({ type: "text-delta", callId: "c", text: "t" }) satisfies RunEventInput;
// @ts-expect-error: the run gives an event its place, nobody else
({ type: "text-delta", callId: "c", text: "t", seq: 1 }) satisfies RunEventInput;
// @ts-expect-error: there is no such event
({ type: "tea-served" }) satisfies RunEventInput;

createScope({ tenantId: "t", userId: "u", agentId: "a", sessionId: "s" }) satisfies SessionScope;
// @ts-expect-error: this scope names no conversation
createScope({ tenantId: "t", userId: "u", agentId: "a" }) satisfies SessionScope;
// @ts-expect-error: a scope has a user
createScope({ tenantId: "t", agentId: "a" });
// @ts-expect-error: a scope has a tenant
scopeKey({ userId: "u", agentId: "a" });
