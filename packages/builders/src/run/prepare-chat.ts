import type { BaseMessage } from "@langchain/core/messages";
import { isZodState, type StateDefinition } from "@pergola/config";
import { createScope, DEFAULT_USER, LOCAL_TENANT } from "@pergola/core";
import type { HistoryLimits } from "@pergola/resources";
import { sessionNeedsMemory } from "../agent/agent-memory.ts";
import type { AgentParts } from "../agent/agent-parts.ts";
import { type ChatMessage, toUserMessage } from "../conversation/user-message.ts";
import { builderErrors } from "../errors.ts";
import type { CallOptions } from "./call-options.ts";
import { ChatTurn } from "./chat-turn.ts";
import { createRun } from "./create-run.ts";
import { initialState } from "./initial-state.ts";
import type { PreparedRun } from "./prepared-run.ts";

/** A chat turn: stored if the agent has memory. @throws CHAT_NEEDS_STATE, INVALID_MESSAGE, SESSION_NEEDS_MEMORY, INVALID_SCOPE */
export function prepareChat(parts: AgentParts, input: ChatMessage, call: CallOptions): PreparedRun {
  const { definition, memory, stateSchema, classes } = parts;
  checkChatState(definition.name, stateSchema);
  const message = toUserMessage(input, classes);
  const initial = (messages: readonly BaseMessage[]) => initialState(definition.name, stateSchema, { messages });
  const runId = call.runId ?? crypto.randomUUID();
  const { tenantId = LOCAL_TENANT, userId = DEFAULT_USER, sessionId } = call;
  const base = { tenantId, userId, agentId: definition.name };
  if (!memory.isEnabled) {
    if (sessionId !== undefined) throw sessionNeedsMemory();
    return createRun(parts, {
      scope: createScope(base),
      runId,
      call,
      given: [message],
      input: () => initial([message]),
    });
  }
  const scope = createScope({ ...base, sessionId: sessionId ?? crypto.randomUUID() });
  const history = { ...memory.window, ...definedOf(call.history) };
  const turn = new ChatTurn({ store: memory.store, scope, runId, message, history, classes });
  return createRun(parts, {
    scope,
    runId,
    call,
    turn,
    given: [message],
    input: (past) => initial([...past, message]),
  });
}

/** What is undefined counts as not said, so that the agent's own setting stays. */
function definedOf(limits: HistoryLimits = {}): HistoryLimits {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}

/** A chat turn brings only messages, so nothing else may be required. */
function checkChatState(agent: string, schema: StateDefinition): void {
  const required = requiredKeys(schema);
  if (required.length === 0) return;
  throw builderErrors.create("CHAT_NEEDS_STATE", {
    message: `The state of agent "${agent}" requires ${required.join(", ")}, which a chat turn does not bring.`,
    hint: "Use run({ … }) or stream({ … }) with a whole state, or make these keys optional or give them defaults.",
    details: { required },
  });
}

function requiredKeys(schema: StateDefinition): readonly string[] {
  if (!isZodState(schema)) return "messages" in schema.spec ? [] : ["messages"];
  if (!("messages" in schema.shape)) return ["messages"];
  return Object.entries(schema.shape)
    .filter(([key, field]) => key !== "messages" && !acceptsNothing(field))
    .map(([key]) => key);
}

const acceptsNothing = (field: unknown) =>
  (field as { safeParse(value: unknown): { success: boolean } }).safeParse(undefined).success;
