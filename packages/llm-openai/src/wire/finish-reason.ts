import type { FinishReason } from "@pergola/resources";

const UNIFIED: Readonly<Record<string, FinishReason["unified"]>> = {
  stop: "stop",
  length: "length",
  tool_calls: "tool-calls",
  function_call: "tool-calls",
  content_filter: "content-filter",
};

/** Our word for the vendor's; `other` for words that the protocol does not have. */
export function finishReasonFromWire(raw: string): FinishReason {
  return { unified: UNIFIED[raw] ?? "other", raw };
}
