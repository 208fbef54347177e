import { parseToolCalls, type StoredMessage, type StoredToolCall } from "@pergola/resources";
import { z } from "zod";
import { withoutNulls } from "../body/parse-request.ts";
import { textContent, userContent } from "./content-schema.ts";

const name = z.string().min(1).max(64).optional();
const unset = z.undefined("is not supported in a message").optional();

const toolCall = z
  .object({
    id: z.string().min(1),
    type: z.literal("function"),
    function: z.object({ name: z.string().min(1), arguments: z.string() }),
  })
  .transform(({ id, function: called }) => ({ id, name: called.name, arguments: called.arguments }));

const system = z
  .object({ role: z.enum(["system", "developer"]), content: textContent, name })
  .transform((message): StoredMessage => ({ ...message, role: "system" }));

const user = z.object({ role: z.literal("user"), content: userContent, name });

const assistant = z
  .object({
    role: z.literal("assistant"),
    content: textContent.optional(),
    name,
    tool_calls: z.array(toolCall).min(1).optional(),
    function_call: unset,
    audio: unset,
  })
  .refine((message) => message.content !== undefined || message.tool_calls !== undefined, {
    path: ["content"],
    error: "expected content, or tool_calls",
  })
  .transform(
    ({ content = "", name, tool_calls }): StoredMessage => ({
      role: "assistant",
      content,
      ...(name !== undefined && { name }),
      ...(tool_calls !== undefined && { toolCalls: tool_calls.map(withParsedArguments) }),
    }),
  );

const tool = z
  .object({ role: z.literal("tool"), content: textContent, tool_call_id: z.string().min(1) })
  .transform(
    ({ content, tool_call_id }): StoredMessage => ({ role: "tool", content, toolCallId: tool_call_id }),
  );

/** A message of the vendor's protocol, read into one of ours. Fields that carry nothing for the model are left out. */
export const messageSchema: z.ZodType<StoredMessage> = z.preprocess(
  withoutNulls,
  z.discriminatedUnion("role", [system, user, assistant, tool]),
);

/** Arguments that are no JSON object stay text, as the model wrote them. */
function withParsedArguments(call: { id: string; name: string; arguments: string }): StoredToolCall {
  const [valid] = parseToolCalls([call]).toolCalls;
  return { ...call, arguments: valid === undefined ? call.arguments : valid.args };
}

/** Where a tool result answers no call of the messages before it; undefined when each does. */
export function orphanedResult(messages: readonly StoredMessage[]): number | undefined {
  const asked = new Set<string>();
  const index = messages.findIndex((message) => {
    for (const call of message.toolCalls ?? []) asked.add(call.id);
    return message.role === "tool" && !asked.has(message.toolCallId ?? "");
  });
  return index < 0 ? undefined : index;
}
