import type { FinishReason } from "@pergola/resources";

const UNIFIED: ReadonlyMap<string, FinishReason["unified"]> = new Map([
  ["stop", "stop"],
  ["length", "length"],
  ["tool_calls", "tool-calls"],
  ["function_call", "tool-calls"],
  ["content_filter", "content-filter"],
]);

/** Our word for the vendor's; `other` for words that the protocol does not have. */
export function finishReasonFromWire(raw: string): FinishReason {
  return { unified: UNIFIED.get(raw) ?? "other", raw };
}
