import type { ParsedToolCalls } from "./tool-call-arguments.ts";

/**
 * Gives every tool call of an answer an id of its own: some servers give none, or the same one twice, and a result has
 * to name its call.
 *
 * @param messageId from which missing ids are made
 */
export function ownCallIds(calls: ParsedToolCalls, messageId: string): ParsedToolCalls {
  const taken = new Set<string>();
  let position = 0;
  const withOwnId = <Call extends { readonly id?: string }>(call: Call): Call => {
    const fallback = `call-${messageId}-${position++}`;
    const id = call.id === undefined || call.id === "" || taken.has(call.id) ? fallback : call.id;
    taken.add(id);
    return id === call.id ? call : { ...call, id };
  };
  return {
    toolCalls: calls.toolCalls.map(withOwnId),
    invalidToolCalls: calls.invalidToolCalls.map(withOwnId),
  };
}
