import type { BaseMessage } from "@langchain/core/messages";

/** Adds instructions of a step to a prompt: at the end of its system message, or as one. */
export async function withInstructions(
  prompt: readonly BaseMessage[],
  instructions: string,
): Promise<BaseMessage[]> {
  const { SystemMessage } = await import("@langchain/core/messages");
  const [first, ...rest] = prompt;
  if (first?.getType() !== "system") return [new SystemMessage(instructions), ...prompt];
  return [new SystemMessage(`${first.text}\n\n${instructions}`), ...rest];
}
