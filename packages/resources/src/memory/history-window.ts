import { closeToolCalls } from "./close-tool-calls.ts";
import type { HistoryLimits } from "./conversation-store.ts";
import type { StoredMessage } from "./stored-message.ts";

/** Messages that a window holds when nobody says otherwise. */
export const DEFAULT_WINDOW_MESSAGES = 50;

/** Rough rule for languages in Latin script; good enough to bound a request. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * The longest end of `messages` (oldest first) that fits both limits, begins with a user message and is a valid
 * request: tool calls are closed first and never parted from their results. Empty when not even the last exchange fits.
 */
export function selectWindow(
  messages: readonly StoredMessage[],
  limits: HistoryLimits = {},
): StoredMessage[] {
  const { maxMessages = DEFAULT_WINDOW_MESSAGES, maxTokens = Number.POSITIVE_INFINITY } = limits;
  const closed = closeToolCalls(messages);
  let start = closed.length;
  let tokens = 0;
  for (let index = closed.length - 1; index >= 0; index--) {
    const message = closed[index];
    if (message === undefined) break;
    tokens += estimateTokens(message);
    if (closed.length - index > maxMessages || tokens > maxTokens) break;
    if (message.role === "user") start = index;
  }
  return closed.slice(start);
}

/** The tokens of a message, estimated at four characters of its content and tool calls each. */
export function estimateTokens(message: StoredMessage): number {
  return Math.ceil((lengthOf(message.content) + lengthOf(message.toolCalls ?? "")) / CHARACTERS_PER_TOKEN);
}

function lengthOf(value: string | readonly unknown[]): number {
  return typeof value === "string" ? value.length : JSON.stringify(value).length;
}
