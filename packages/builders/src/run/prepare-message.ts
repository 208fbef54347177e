import { createScope, DEFAULT_USER, LOCAL_TENANT } from "@pergola/core";
import type { AgentParts } from "../agent/agent-parts.ts";
import { type ChatMessage, toUserMessage } from "../conversation/user-message.ts";
import { builderErrors } from "../errors.ts";
import type { CallOptions } from "./call-options.ts";
import { chatDefaults } from "./chat-defaults.ts";
import { createRun } from "./create-run.ts";
import type { PreparedRun } from "./prepared-run.ts";

/** A message outside of every conversation: nothing is stored. @throws CHAT_NEEDS_STATE, INVALID_MESSAGE, INVALID_CALL_OPTIONS, INVALID_SCOPE */
export function prepareMessage(parts: AgentParts, input: ChatMessage, call: CallOptions): PreparedRun {
  const { definition, stateSchema, classes } = parts;
  const { tenantId = LOCAL_TENANT, userId = DEFAULT_USER, sessionId, history } = call;
  if (sessionId !== undefined || history !== undefined) throw hasNoSession();
  const defaults = chatDefaults(definition.name, stateSchema);
  const message = toUserMessage(input, classes);
  return createRun(parts, {
    scope: createScope({ tenantId, userId, agentId: definition.name }),
    runId: call.runId ?? crypto.randomUUID(),
    call,
    given: [message],
    input: () => ({ ...defaults, messages: [message] }),
  });
}

function hasNoSession() {
  return builderErrors.create("INVALID_CALL_OPTIONS", {
    message: "handle() was given sessionId or history, and it belongs to no conversation.",
    hint: "Use chat(message, { sessionId }) for a turn of a conversation.",
  });
}
