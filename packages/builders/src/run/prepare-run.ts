import type { BaseMessage } from "@langchain/core/messages";
import { isOpenState, stateKeys } from "@pergola/config";
import {
  createScope,
  DEFAULT_USER,
  errorMessage,
  LOCAL_TENANT,
  type RetryBudget,
  type RunBudget,
  type RunCaller,
  suggest,
} from "@pergola/core";
import { sessionNeedsMemory } from "../agent/agent-memory.ts";
import type { AgentParts } from "../agent/agent-parts.ts";
import { toMessages } from "../conversation/to-messages.ts";
import { builderErrors } from "../errors.ts";
import type { CallOptions } from "./call-options.ts";
import { createRun } from "./create-run.ts";
import { initialState } from "./initial-state.ts";
import type { PreparedRun } from "./prepared-run.ts";

type State = Record<string, unknown>;

export interface ChildOptions {
  /** Whether another run asks for it. */
  readonly isChild?: boolean;
  /** What in that run asks. */
  readonly caller?: RunCaller | undefined;
  /** How many runs it is inside of. */
  readonly depth?: number;
  /** That run's. */
  readonly retryBudget?: RetryBudget | undefined;
  /** What that run may spend. */
  readonly budget?: RunBudget | undefined;
}

/** A run on a state; stores no turn. @throws INVALID_STATE, UNDECLARED_STATE_KEY, INVALID_SCOPE */
export function prepareRun(
  parts: AgentParts,
  input: unknown,
  call: CallOptions,
  { isChild = false, ...outer }: ChildOptions = {},
): PreparedRun {
  const { tenantId = LOCAL_TENANT, userId = DEFAULT_USER, sessionId } = call;
  if (sessionId !== undefined && !parts.memory.isEnabled) throw sessionNeedsMemory();
  const scope = createScope({ tenantId, userId, agentId: parts.definition.name, sessionId });
  const state = checkInput(parts, input);
  const given = (state.messages ?? []) as BaseMessage[];
  return createRun(parts, {
    scope,
    runId: call.runId ?? crypto.randomUUID(),
    call,
    isChild,
    ...outer,
    given,
    input: () => state,
  });
}

function checkInput(parts: AgentParts, input: unknown): State {
  if (typeof input !== "object" || input === null || Array.isArray(input)) throw notAState(input);
  if (!isOpenState(parts.stateSchema)) checkKeys(Object.keys(input), stateKeys(parts.stateSchema));
  return initialState(parts.definition.name, parts.stateSchema, withRealMessages(input as State, parts));
}

function withRealMessages(state: State, { classes }: AgentParts): State {
  if (state.messages === undefined || state.messages === null) return state;
  try {
    return { ...state, messages: toMessages(state.messages, classes) };
  } catch (cause) {
    throw builderErrors.create("INVALID_STATE", {
      message: `messages holds something that is not a message: ${errorMessage(cause)}`,
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

function notAState(input: unknown) {
  return builderErrors.create("INVALID_STATE", {
    message: `run() got ${input === null ? "null" : Array.isArray(input) ? "an array" : typeof input}; expected a state object.`,
    hint: "Pass { key: value }; a message goes to chat().",
  });
}
