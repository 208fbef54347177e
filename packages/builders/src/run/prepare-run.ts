import type { BaseMessage, BaseMessageLike } from "@langchain/core/messages";
import { fromZodIssues, isZodState, stateKeys } from "@pergola/config";
import { createScope, DEFAULT_USER, LOCAL_TENANT, suggest } from "@pergola/core";
import { sessionNeedsMemory } from "../agent/agent-memory.ts";
import type { AgentParts } from "../agent/agent-parts.ts";
import { builderErrors } from "../errors.ts";
import type { CallOptions } from "./call-options.ts";
import { createRun } from "./create-run.ts";
import type { PreparedRun } from "./prepared-run.ts";

type State = Record<string, unknown>;

/** A run on a state; stores no turn. @throws INVALID_STATE, UNDECLARED_STATE_KEY, INVALID_SCOPE */
export function prepareRun(parts: AgentParts, input: unknown, call: CallOptions): PreparedRun {
  const { tenantId = LOCAL_TENANT, userId = DEFAULT_USER, sessionId } = call;
  if (sessionId !== undefined && !parts.memory.isEnabled) throw sessionNeedsMemory();
  const scope = createScope({ tenantId, userId, agentId: parts.definition.name, sessionId });
  const state = checkInput(parts, input);
  const given = (state.messages ?? []) as BaseMessage[];
  return createRun(parts, {
    scope,
    runId: call.runId ?? crypto.randomUUID(),
    call,
    given,
    input: () => state,
  });
}

function checkInput(parts: AgentParts, input: unknown): State {
  if (typeof input !== "object" || input === null || Array.isArray(input)) throw notAState(input);
  const schema = parts.stateSchema;
  checkKeys(Object.keys(input), stateKeys(schema));
  const state = withRealMessages(input as State, parts);
  if (!isZodState(schema)) return state;
  const parsed = schema.safeParse(state);
  if (parsed.success) return parsed.data as State;
  throw invalidState(parts.definition.name, fromZodIssues(parsed.error.issues));
}

function withRealMessages(state: State, { classes }: AgentParts): State {
  if (!Array.isArray(state.messages)) return state;
  const messages = (state.messages as BaseMessageLike[]).map((message) => toMessage(message, classes));
  return { ...state, messages };
}

function toMessage(message: BaseMessageLike, classes: AgentParts["classes"]): BaseMessage {
  try {
    return classes.coerceMessageLikeToMessage(message);
  } catch (cause) {
    throw builderErrors.create("INVALID_STATE", {
      message: `messages holds something that is not a message: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'Use LangChain messages or { role: "user" | "assistant" | "system", content: "…" }.',
      cause,
    });
  }
}

function checkKeys(received: readonly string[], known: readonly string[]): void {
  const undeclared = received.filter((key) => !known.includes(key));
  if (undeclared.length === 0) return;
  throw builderErrors.create("UNDECLARED_STATE_KEY", {
    message: `The run was given ${undeclared.map((key) => `"${key}"`).join(", ")}, which the state does not declare.`,
    hint: `Declare it in the state schema. ${suggest(undeclared[0] ?? "", known)}`,
    details: { keys: undeclared },
  });
}

function invalidState(agent: string, problems: ReturnType<typeof fromZodIssues>) {
  const lines = problems.map(({ path, message }) => `${path.join(".") || "state"}: ${message}`);
  return builderErrors.create("INVALID_STATE", {
    message: `The input does not fit the state of agent "${agent}": ${lines.join("; ")}.`,
    hint: "Correct the named keys, or change the state schema.",
    details: { problems },
  });
}

function notAState(input: unknown) {
  return builderErrors.create("INVALID_STATE", {
    message: `run() got ${input === null ? "null" : Array.isArray(input) ? "an array" : typeof input}; expected a state object.`,
    hint: "Pass { key: value }; a message goes to chat().",
  });
}
