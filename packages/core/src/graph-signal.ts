/**
 * Whether something thrown is LangGraph's control flow (an interrupt, a command to a parent graph) or its complaint that
 * there is no checkpointer to interrupt with: whoever catches errors lets it pass.
 */
export function isGraphSignal(thrown: unknown): boolean {
  if (typeof thrown !== "object" || thrown === null) return false;
  return ("is_bubble_up" in thrown && thrown.is_bubble_up === true) || isMissingCheckpointer(thrown);
}

/** Whether a step asked for an interrupt in a graph that cannot keep one. */
export function isMissingCheckpointer(thrown: unknown): boolean {
  if (typeof thrown !== "object" || thrown === null) return false;
  return "lc_error_code" in thrown && thrown.lc_error_code === "MISSING_CHECKPOINTER";
}
