import type { ModelParameters, ToolDefinition } from "@pergola/resources";
import type { Turn } from "../request/turn.ts";
import { type PlannedCall, planToolCalls } from "../tools/plan-tool-calls.ts";
import { cannotAnswer, cannotCall } from "./about-itself.ts";
import { arrange } from "./arrange.ts";
import { extractPassage } from "./extract-passage.ts";
import { answerFromToolResults } from "./from-tool-results.ts";
import { recall } from "./recall.ts";
import { smallTalk } from "./small-talk.ts";

/** What the model says next: text, or calls. */
export type Reply =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "calls"; readonly calls: readonly PlannedCall[] };

/** The same turns and tools always get the same reply. */
export function reply(
  turns: readonly Turn[],
  tools: readonly ToolDefinition[],
  toolChoice?: ModelParameters["toolChoice"],
): Reply {
  const fromTools = answerFromToolResults(turns, tools);
  if (fromTools !== undefined) return { kind: "text", text: fromTools };
  const index = turns.findLastIndex(({ role }) => role === "user");
  const turn = turns[index];
  if (turn === undefined) return { kind: "text", text: cannotAnswer(tools) };
  const calls = planToolCalls(turn.text, tools, toolChoice);
  if (calls.length > 0) return { kind: "calls", calls };
  return { kind: "text", text: forcedText(tools, toolChoice) ?? spoken(turn, turns.slice(0, index), tools) };
}

function spoken(turn: Turn, earlier: readonly Turn[], tools: readonly ToolDefinition[]): string {
  return (
    recall(turn.text, earlier) ??
    arrange(turn.text) ??
    smallTalk(turn.text, turn, tools) ??
    extractPassage(questionOf(turn), [...earlier, turn]) ??
    cannotAnswer(tools)
  );
}

/** In "Context: … Question: …" the last line asks and the lines before it are passages. */
function questionOf({ text }: Turn): string {
  return text.match(/[^.!?\n]+\?/g)?.at(-1) ?? text;
}

function forcedText(
  tools: readonly ToolDefinition[],
  choice: ModelParameters["toolChoice"],
): string | undefined {
  if (typeof choice === "object") return cannotCall([choice.name]);
  return choice === "required" ? cannotCall(tools.map(({ name }) => name)) : undefined;
}
