import type { FinishReason } from "./chat-model.ts";

const UNIFIED: ReadonlyMap<string, FinishReason["unified"]> = new Map([
  ["stop", "stop"],
  ["end_turn", "stop"],
  ["stop_sequence", "stop"],
  ["eos", "stop"],
  ["complete", "stop"],
  ["length", "length"],
  ["max_tokens", "length"],
  ["tool_calls", "tool-calls"],
  ["tool_use", "tool-calls"],
  ["function_call", "tool-calls"],
  ["content_filter", "content-filter"],
  ["content_filtered", "content-filter"],
  ["safety", "content-filter"],
  ["refusal", "content-filter"],
]);

/** Where LangChain's integrations put the reason. */
const KEYS = ["finish_reason", "stop_reason", "finishReason", "stopReason", "done_reason"] as const;

/**
 * Reads why a LangChain model stopped. One that says nothing and ended without an error has stopped, or asks for tools.
 */
export function readFinishReason(
  metadata: Readonly<Record<string, unknown>>,
  hasToolCalls: boolean,
): FinishReason {
  const raw = KEYS.map((key) => metadata[key]).find((value) => typeof value === "string" && value !== "");
  if (typeof raw !== "string") return { unified: hasToolCalls ? "tool-calls" : "stop" };
  return { unified: UNIFIED.get(raw.toLowerCase()) ?? "other", raw };
}
