import type { Attributes } from "@opentelemetry/api";
import { redact } from "@pergola/core";
import { NAMES } from "./attributes.ts";

/** Longest text of an attribute, in UTF-16 code units. */
const MAX_TEXT = 32_768;

interface Message {
  readonly role?: unknown;
  readonly content?: unknown;
  readonly tool_calls?: unknown;
  readonly tool_call_id?: unknown;
}

/** What went to a model, in the form of the conventions: `[{ role, parts: [{ type: "text", content }] }]`. */
export function inputMessages(request: Readonly<Record<string, unknown>>): Attributes {
  const { messages } = request;
  if (!Array.isArray(messages)) return {};
  const shown = messages.map((message: Message) => ({
    role: message?.role ?? "user",
    parts: partsOf(message ?? {}),
  }));
  return { [NAMES.inputMessages]: jsonText(shown) };
}

/** What a model said. */
export function outputMessages(text: string, finishReason: string | undefined): Attributes {
  const message = {
    role: "assistant",
    parts: [{ type: "text", content: text }],
    ...(finishReason !== undefined && { finish_reason: finishReason }),
  };
  return { [NAMES.outputMessages]: jsonText([message]) };
}

/** A value as an attribute can hold it. Never throws. */
export function jsonText(value: unknown): string {
  try {
    const text = JSON.stringify(redact(value)) ?? "";
    return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  } catch {
    return "[unreadable]";
  }
}

function partsOf({ content, tool_calls, tool_call_id }: Message): readonly object[] {
  if (tool_call_id !== undefined)
    return [{ type: "tool_call_response", id: tool_call_id, response: content }];
  const texts = Array.isArray(content) ? content : [{ type: "text", text: content }];
  const said = texts.flatMap((part: { readonly text?: unknown; readonly type?: unknown }) =>
    typeof part?.text === "string"
      ? part.text === ""
        ? []
        : [{ type: "text", content: part.text }]
      : [{ type: String(part?.type ?? "unknown") }],
  );
  const calls = Array.isArray(tool_calls)
    ? tool_calls.map((call: object) => ({ ...call, type: "tool_call" }))
    : [];
  return [...said, ...calls];
}
