import type { ModelParameters, ToolDefinition } from "@pergola/resources";
import type { Turn } from "../request/turn.ts";
import { isQuestion, sentencesOf } from "../text/sentences.ts";
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

/** Requests are looked for in this many characters of a message; passages in all of it. */
const MAX_REQUEST_CHARS = 4_000;

/** The same turns and tools always get the same reply. */
export function reply(
  turns: readonly Turn[],
  tools: readonly ToolDefinition[],
  toolChoice?: ModelParameters["toolChoice"],
): Reply {
  const fromTools = answerFromToolResults(turns, tools);
  if (fromTools !== undefined) return { kind: "text", text: fromTools };
  const index = turns.findLastIndex(({ role }) => role === "user");
  const whole = turns[index];
  if (whole === undefined) return { kind: "text", text: cannotAnswer(tools) };
  const turn = { ...whole, text: whole.text.slice(0, MAX_REQUEST_CHARS) };
  const calls = planToolCalls(turn.text, tools, toolChoice);
  if (calls.length > 0) return { kind: "calls", calls };
  return {
    kind: "text",
    text: forcedText(tools, toolChoice) ?? spoken(turn, turns.slice(0, index + 1), tools),
  };
}

function spoken(turn: Turn, turns: readonly Turn[], tools: readonly ToolDefinition[]): string {
  return (
    recall(turn.text, turns.slice(0, -1)) ??
    arrange(turn.text) ??
    smallTalk(turn.text, turn, tools) ??
    quoted(turns) ??
    cannotAnswer(tools)
  );
}

/** In "Context: … Question: …" the last sentence asks and those before it are passages. */
function quoted(turns: readonly Turn[]): string | undefined {
  const text = turns.at(-1)?.text ?? "";
  const question = sentencesOf(text)
    .findLast(isQuestion)
    ?.replace(/^question:\s*/i, "");
  return question === undefined
    ? extractPassage(text.slice(0, MAX_REQUEST_CHARS), turns.slice(0, -1))
    : extractPassage(question.slice(0, MAX_REQUEST_CHARS), turns);
}

function forcedText(
  tools: readonly ToolDefinition[],
  choice: ModelParameters["toolChoice"],
): string | undefined {
  if (typeof choice === "object") return cannotCall([choice.name]);
  return choice === "required" ? cannotCall(tools.map(({ name }) => name)) : undefined;
}
