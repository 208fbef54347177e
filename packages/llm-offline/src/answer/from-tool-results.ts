import type { ToolDefinition } from "@pergola/resources";
import type { Turn, TurnToolCall } from "../request/turn.ts";
import { type Parameter, parametersOf } from "../tools/json-schema.ts";
import { kindOf, type ParameterKind } from "../tools/parameter-kind.ts";
import { describeValue, headlineOf } from "./describe-value.ts";

/** What a tool said, with the call that it answers. */
interface Outcome {
  readonly call: TurnToolCall;
  readonly result: Turn;
}

/** A sentence for each tool result since the last answer; undefined when the conversation does not end in results. */
export function answerFromToolResults(
  turns: readonly Turn[],
  tools: readonly ToolDefinition[],
): string | undefined {
  const outcomes = latestOutcomes(turns);
  if (outcomes.length === 0) return undefined;
  const sentences = outcomes.map((outcome) => sentenceOf(outcome, tools));
  return sentences.join(sentences.some((sentence) => sentence.includes("\n")) ? "\n\n" : " ");
}

function latestOutcomes(turns: readonly Turn[]): readonly Outcome[] {
  const start = turns.findLastIndex(({ role }) => role !== "tool") + 1;
  const calls = turns[start - 1]?.toolCalls ?? [];
  return turns.slice(start).map((result) => ({
    result,
    call: calls.find(({ id }) => id === result.toolCallId) ?? { name: "the tool", arguments: {} },
  }));
}

function sentenceOf({ call, result }: Outcome, tools: readonly ToolDefinition[]): string {
  if (result.isError || /^error\b/i.test(result.text))
    return `The tool \`${call.name}\` did not succeed. ${result.text}`;
  const value = parsed(result.text);
  const definition = tools.find(({ name }) => name === call.name);
  const parameters = definition === undefined ? [] : parametersOf(definition.parameters);
  return wellKnown(call, value, parameters) ?? `\`${call.name}\` says: ${describeValue(value)}`;
}

/** Sums, conversions and times read better than "the tool says"; told by the kinds of the arguments. */
function wellKnown(call: TurnToolCall, value: unknown, parameters: readonly Parameter[]): string | undefined {
  const headline = headlineOf(value);
  if (headline === undefined) return undefined;
  const argument = (kind: ParameterKind): unknown =>
    call.arguments[parameters.find((parameter) => kindOf(parameter) === kind)?.name ?? ""];
  const [expression, from, to] = [argument("expression"), argument("source-unit"), argument("target-unit")];
  if (typeof expression === "string") return `${asCode(expression)} = **${headline}**.`;
  if (from !== undefined && to !== undefined) return `${argument("number")} ${from} = **${headline} ${to}**.`;
  if (!parameters.some((parameter) => kindOf(parameter) === "time-zone")) return undefined;
  const zone = argument("time-zone");
  return zone === undefined ? `It is **${headline}**.` : `In ${zone} it is **${headline}**.`;
}

/** Code, because `*` and `_` are signs of Markdown. */
const asCode = (text: string) => `\`${text.replaceAll("`", "'")}\``;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
