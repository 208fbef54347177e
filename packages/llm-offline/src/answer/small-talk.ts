import type { ToolDefinition } from "@pergola/resources";
import type { Turn } from "../request/turn.ts";
import { isStatement } from "../text/sentences.ts";
import { aboutItself } from "./about-itself.ts";
import { factsOf } from "./recall.ts";

const HEARD =
  "I have that for this conversation: ask me about it and I quote it. I cannot discuss it, because I am not a language model.";

/** Greetings, thanks, statements and questions about this model; undefined for everything else. */
export function smallTalk(message: string, turn: Turn, tools: readonly ToolDefinition[]): string | undefined {
  const text = message.trim();
  if (/^(?:hi|hello|hey|good (?:morning|afternoon|evening))\b[\s\p{L},]{0,20}[.!]*$/iu.test(text)) {
    return "Hello! I am Pergola's offline model, not a language model. Ask me *What can you do?* to see what works without one.";
  }
  if (/^(?:thanks|thank you)\b.{0,20}$/i.test(text)) return "You are welcome.";
  if (
    /\bwhat (?:can|could) you do\b|\b(?:who|what) are you\b|\bare you (?:an? )?(?:ai|llm|language model|real|robot|bot)\b|^help\b|\b(?:code|markdown) example\b|\bexample of (?:code|markdown)\b/i.test(
      text,
    )
  ) {
    return aboutItself(tools);
  }
  return acknowledged(turn);
}

function acknowledged(turn: Turn): string | undefined {
  const facts = factsOf([turn]);
  if (turn.text.includes("?")) return undefined;
  if (facts.length === 0) return isStatement(turn.text.trim()) ? HEARD : undefined;
  const list = facts.map(({ subject, value }) => `your ${subject} is ${value}`);
  return `Noted: ${list.join(", and ")}. I keep that for this conversation.`;
}
