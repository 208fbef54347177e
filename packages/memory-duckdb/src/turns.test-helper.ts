import type { RunEvent, SessionScope } from "@pergola/core";
import type { ConversationStore, Settlement } from "@pergola/resources";

export const scopeOf = (parts: Partial<SessionScope> = {}): SessionScope => ({
  tenantId: "tenant",
  agentId: "agent",
  userId: "ada",
  sessionId: "monday",
  ...parts,
});

export const eventOf = (runId: string): RunEvent => ({
  type: "run-started",
  runId,
  seq: 0,
  at: 1_700_000_000_000,
  agentId: "agent",
});

export const settlementOf = (runId: string): Settlement => ({
  outcome: "completed",
  messages: [{ role: "assistant", content: `answer to ${runId}` }],
  events: [eventOf(runId)],
  usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5 },
});

export const admit = (store: ConversationStore, scope: SessionScope, runId: string) =>
  store.admit(scope, { runId, message: { role: "user", content: `question of ${runId}` } });

/** Admits and settles one turn. */
export async function takeTurn(store: ConversationStore, scope: SessionScope, runId: string): Promise<void> {
  await admit(store, scope, runId);
  await store.settle(scope, runId, settlementOf(runId));
}

export async function runIdsOf(store: ConversationStore, scope: SessionScope): Promise<string[]> {
  return ((await store.transcript(scope))?.turns ?? []).map((turn) => turn.runId);
}
