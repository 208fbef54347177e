import fc from "fast-check";
import type { StoredMessage } from "./stored-message.ts";

/** Few ids, so that calls and results often meet, also wrongly. */
const callId = fc.constantFrom("c1", "c2", "c3");
const text = fc.string({ maxLength: 30 });

const toolCall = callId.map((id) => ({ id, name: "clock", arguments: {} }));

const message: fc.Arbitrary<StoredMessage> = fc.oneof(
  text.map((content) => ({ role: "user" as const, content })),
  text.map((content) => ({ role: "system" as const, content })),
  fc.record({ content: text, toolCalls: fc.array(toolCall, { maxLength: 3 }) }).map((parts) => ({
    role: "assistant" as const,
    ...parts,
  })),
  callId.map((toolCallId) => ({ role: "tool" as const, toolCallId, content: "12:00" })),
);

/** Any list of messages, most of them no valid request. */
export const arbitraryMessages: fc.Arbitrary<StoredMessage[]> = fc.array(message, { maxLength: 25 });

/** What is wrong with a list of messages as a request; undefined when nothing is. */
export function requestProblem(messages: readonly StoredMessage[]): string | undefined {
  const open: string[] = [];
  for (const [index, each] of messages.entries()) {
    if (each.role === "tool") {
      const answered = open.indexOf(each.toolCallId ?? "");
      if (answered === -1) return `message ${index} answers no open call`;
      open.splice(answered, 1);
    } else {
      if (open.length > 0) return `message ${index} comes while calls are open`;
      open.push(...(each.toolCalls ?? []).map((call) => call.id));
    }
  }
  return open.length > 0 ? "the last calls stay open" : undefined;
}
