import type { AIMessage, BaseMessage } from "@langchain/core/messages";
import { requestedCalls } from "../../tools/requested-calls.ts";

/** What was said on the way to the answer, in order: each thought, then the reflection on what came of it. */
export function thoughtsOf(work: readonly BaseMessage[], reflections: readonly string[]): readonly string[] {
  const rounds = work.filter(
    (message) => message.getType() === "ai" && requestedCalls(message as AIMessage).length > 0,
  );
  return rounds
    .flatMap((message, round) => [message.text, reflections[round] ?? ""])
    .filter((text) => text !== "");
}
