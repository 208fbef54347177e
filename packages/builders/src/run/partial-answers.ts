import type { AIMessage } from "@langchain/core/messages";
import type { RunContext } from "./run-context.ts";
import { textOfMessage } from "./run-result.ts";

/** What was streamed but never returned by a step: the reader has seen it, so the conversation keeps it. */
export function partialAnswers({ journal, transcript, services }: RunContext): readonly AIMessage[] {
  const kept = transcript.messages.map(textOfMessage);
  const lost = journal.streamedTexts().filter((text) => text !== "" && !takeOut(kept, text));
  return lost.map((text) => new services.classes.AIMessage(text));
}

/** Takes one `text` out of `texts`; false when there is none. */
function takeOut(texts: string[], text: string): boolean {
  const index = texts.indexOf(text);
  if (index !== -1) texts.splice(index, 1);
  return index !== -1;
}
