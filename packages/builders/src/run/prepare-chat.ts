import { createScope, DEFAULT_USER, LOCAL_TENANT } from "@pergola/core";
import type { HistoryLimits } from "@pergola/resources";
import { sessionNeedsMemory } from "../agent/agent-memory.ts";
import type { AgentParts } from "../agent/agent-parts.ts";
import { type ChatMessage, toUserMessage } from "../conversation/user-message.ts";
import type { CallOptions } from "./call-options.ts";
import { chatDefaults } from "./chat-defaults.ts";
import { ChatTurn } from "./chat-turn.ts";
import { createRun } from "./create-run.ts";
import { prepareMessage } from "./prepare-message.ts";
import type { PreparedRun } from "./prepared-run.ts";

/** A chat turn: stored if the agent has memory. @throws CHAT_NEEDS_STATE, INVALID_MESSAGE, SESSION_NEEDS_MEMORY, INVALID_SCOPE */
export function prepareChat(parts: AgentParts, input: ChatMessage, call: CallOptions): PreparedRun {
  const { definition, memory, stateSchema, classes } = parts;
  if (!memory.isEnabled) {
    if (call.sessionId !== undefined) throw sessionNeedsMemory();
    return prepareMessage(parts, input, { ...call, history: undefined });
  }
  const defaults = chatDefaults(definition.name, stateSchema);
  const message = toUserMessage(input, classes);
  const runId = call.runId ?? crypto.randomUUID();
  const { tenantId = LOCAL_TENANT, userId = DEFAULT_USER, sessionId = crypto.randomUUID() } = call;
  const scope = createScope({ tenantId, userId, agentId: definition.name, sessionId });
  const history = { ...memory.window, ...definedOf(call.history) };
  const turn = new ChatTurn({
    store: memory.store,
    scope,
    runId,
    admission: { message, history, classes },
  });
  return createRun(parts, {
    scope,
    runId,
    call,
    turn,
    given: [message],
    input: (past) => ({ ...defaults, messages: [...past, message] }),
  });
}

/** What is undefined counts as not said, so that the agent's own setting stays. */
function definedOf(limits: HistoryLimits = {}): HistoryLimits {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}
