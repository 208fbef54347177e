import type { RunEvent, SessionScope } from "@pergola/core";
import type { Settlement } from "../../memory/conversation-store.ts";
import type { StoredMessage } from "../../memory/stored-message.ts";

/** A scope of the suite; say only what matters to the test. */
export const scopeOf = (parts: Partial<SessionScope> = {}): SessionScope => ({
  tenantId: "tenant",
  agentId: "agent",
  userId: "ada",
  sessionId: "monday",
  ...parts,
});

export const asked = (content: string): StoredMessage => ({ role: "user", content });

export const answered = (content: string): StoredMessage => ({ role: "assistant", content });

/** An assistant message that calls one tool, and the tool's result. */
export const usedTool = (id: string): StoredMessage[] => [
  { role: "assistant", content: "", toolCalls: [{ id, name: "clock", arguments: { zone: "UTC" } }] },
  { role: "tool", toolCallId: id, name: "clock", status: "success", content: "12:00" },
];

export const eventOf = (runId: string, seq: number): RunEvent => ({
  type: "step-started",
  runId,
  seq,
  at: 1_700_000_000_000 + seq,
  step: "answer",
  kind: "llm",
});

export const settlementOf = (parts: Partial<Settlement> = {}): Settlement => ({
  outcome: "completed",
  messages: [answered("Hello.")],
  events: [],
  usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5 },
  ...parts,
});
