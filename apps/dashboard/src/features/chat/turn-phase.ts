import { isLive, type Turn } from "./turn.ts";

/** What a turn is doing, in words for those who listen to the page. */
export function turnPhase(turn: Turn | undefined): string {
  if (!turn) return "";
  if (turn.status === "stopping") return "Stopping";
  if (turn.status === "failed") return `The answer failed: ${turn.error?.message ?? "unknown error"}`;
  if (turn.status === "cancelled") return "Stopped";
  if (turn.status === "completed") return "Answer complete";
  if (!isLive(turn)) return "";
  const tool = turn.parts.findLast((part) => part.kind === "tool" && part.state === "running");
  if (tool?.kind === "tool") return `Running ${tool.tool}`;
  return turn.parts.at(-1)?.kind === "text" ? "Answering" : "Waiting for the model";
}
