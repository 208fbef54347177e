import type { ToolChoice, ToolDefinition } from "@pergola/resources";
import { contentWords, sharedWords } from "../text/content-words.ts";
import { isStatement } from "../text/sentences.ts";
import { clausesOf } from "./clauses.ts";
import { type ExtractedArguments, extractArguments } from "./extract-arguments.ts";
import { parametersOf } from "./json-schema.ts";
import { wordsOfName } from "./parameter-kind.ts";

/** A call that a message asks for. */
export interface PlannedCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

interface Candidate extends PlannedCall {
  readonly score: number;
}

/** Share of a request's words that a tool and its arguments must explain before it is called. */
const LEAST_COVERAGE = 0.5;

/** Most calls of one answer. */
const MAX_CALLS = 8;

/** The calls that a message asks for: per request the offered tool that explains most of it, if any does. */
export function planToolCalls(
  message: string,
  tools: readonly ToolDefinition[],
  choice: ToolChoice = "auto",
): readonly PlannedCall[] {
  const offered = typeof choice === "object" ? tools.filter(({ name }) => name === choice.name) : tools;
  if (choice === "none" || offered.length === 0) return [];
  const isForced = choice === "required" || typeof choice === "object";
  const calls = clausesOf(message).flatMap((clause) => bestCall(clause, offered, isForced));
  return withoutRepeats(calls).slice(0, MAX_CALLS);
}

function bestCall(
  clause: string,
  tools: readonly ToolDefinition[],
  isForced: boolean,
): readonly PlannedCall[] {
  if (!isForced && isStatement(clause)) return [];
  const candidates = tools.flatMap((tool) => candidateOf(clause, tool, isForced));
  const [best] = candidates.sort((a, b) => b.score - a.score);
  return best === undefined ? [] : [{ name: best.name, arguments: best.arguments }];
}

function candidateOf(clause: string, tool: ToolDefinition, isForced: boolean): readonly Candidate[] {
  const extracted = extractArguments(parametersOf(tool.parameters), clause);
  if (!extracted.isComplete) return [];
  const score = scoreOf(clause, tool, extracted);
  if (score === 0 && !isForced) return [];
  return [{ name: tool.name, arguments: extracted.values, score }];
}

/** 0: the request is not about this tool. Words of the name weigh more than those of the description. */
function scoreOf(clause: string, tool: ToolDefinition, extracted: ExtractedArguments): number {
  const wanted = contentWords(clause);
  const inName = sharedWords(wanted, contentWords(wordsOfName(tool.name)));
  const inDescription = sharedWords(wanted, contentWords(tool.description ?? ""));
  const words = new Set([...inName, ...inDescription]);
  const isAbout = extracted.hasFreeText
    ? inName.length > 0 || isVerbOf(wanted, inDescription)
    : words.size > 0;
  if (!isAbout && !extracted.isTelling) return 0;
  for (const word of contentWords(extracted.words)) words.add(word);
  const explained = wanted.filter((word) => words.has(word) || /^\d/.test(word)).length;
  const coverage = wanted.length === 0 ? 1 : explained / wanted.length;
  if (coverage < LEAST_COVERAGE) return 0;
  return coverage + 2 * inName.length + inDescription.length + (extracted.isTelling ? 3 : 0);
}

/** "Search the manual for …": what comes first says what is to be done. */
function isVerbOf(wanted: readonly string[], inDescription: readonly string[]): boolean {
  return wanted[0] !== undefined && inDescription.includes(wanted[0]);
}

function withoutRepeats(calls: readonly PlannedCall[]): readonly PlannedCall[] {
  return [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];
}
