// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are about them

import type { ProblemList } from "./problem-list.ts";
import type { SourceFile } from "./source-file.ts";

/** What a look at the tokens says, before anything is built of them. */
export interface YamlScan {
  /** The text, with each unquoted `${…}` inside `{ }` or `[ ]` made a plain word of the same length. */
  readonly text: string;
  /** Where those words are, as offsets. */
  readonly masked: readonly { readonly start: number; readonly end: number }[];
  /** Too big or too deep to be read at all. */
  readonly isRefused: boolean;
}

export interface YamlScanOptions {
  readonly maxNodes: number;
  readonly maxDepth: number;
  readonly problems: ProblemList;
  /** Of the `yaml` library: every piece of the text, and marks that stand for nothing in it. */
  readonly lex: (text: string) => Iterable<string>;
}

/** Marks of the lexer: begin of a document, of a scalar, early end of a flow collection. */
const MARKS: ReadonlySet<string> = new Set(["\u0002", "\u001f", "\u0018"]);

/** Counts values and depth in one pass over the tokens, so that what is far too much costs next to nothing. */
export function scanYaml(file: SourceFile, options: YamlScanOptions): YamlScan {
  const { problems, maxNodes, maxDepth, lex } = options;
  const masked: { start: number; end: number }[] = [];
  let [offset, nodes, pieces, depth, dashes, before] = [0, 0, 0, 0, 0, ""];
  const refuse = (message: string, hint: string): YamlScan => {
    problems.add({ place: { file, start: offset, end: offset + 1 }, message, hint });
    return { text: file.text, masked, isRefused: true };
  };
  for (const token of lex(file.text)) {
    if (MARKS.has(token)) {
      if (token === "\u001f") nodes++;
      continue;
    }
    if (token === "{" && depth > 0 && before.endsWith("$")) masked.push(variableAt(file.text, offset - 1));
    if (token === "{" || token === "[") [depth, nodes] = [depth + 1, nodes + 1];
    if (token === "}" || token === "]") depth--;
    dashes = nestedDashes(token, dashes);
    if (/\S/.test(token)) pieces++;
    // Each entry of a map is two scalars. Marks, names and punctuation come on top: few for each.
    if (nodes > maxNodes * 2 || pieces > maxNodes * 8) return refuse(...tooMany(maxNodes));
    if (depth + dashes > maxDepth) return refuse(...tooDeep(maxDepth));
    offset += token.length;
    before = token;
  }
  for (const place of masked) problems.add(unquoted(file, place));
  return { text: withMasks(file.text, masked), masked, isRefused: false };
}

/** `- - -` and `? ? ?` nest on one line. */
function nestedDashes(token: string, dashes: number): number {
  if (token === "-" || token === "?") return dashes + 1;
  return /^[ \t]+$/.test(token) ? dashes : 0;
}

function variableAt(text: string, start: number): { start: number; end: number } {
  const [variable = "${"] = /^\$\{[^}\n]*\}?/.exec(text.slice(start, start + 1000)) ?? [];
  return { start, end: start + variable.length };
}

function withMasks(text: string, masked: YamlScan["masked"]): string {
  let [result, at] = ["", 0];
  for (const { start, end } of masked) {
    // One may stand inside another.
    const from = Math.max(at, start);
    if (end <= from) continue;
    result += text.slice(at, from) + "_".repeat(end - from);
    at = end;
  }
  return result + text.slice(at);
}

function unquoted(file: SourceFile, { start, end }: { readonly start: number; readonly end: number }) {
  const written = file.text.slice(start, end);
  return {
    place: { file, start, end },
    message: `${written} stands unquoted inside { } or [ ], where its braces mean a map.`,
    hint: `Quote it: "${written.endsWith("}") ? written : "${…}"}".`,
  };
}

export const tooMany = (maxNodes: number): [message: string, hint: string] => [
  `The file has more than ${maxNodes} values, those that aliases repeat included.`,
  "Move what is data into a file of its own, or raise limits.maxNodes.",
];

export const tooDeep = (maxDepth: number): [message: string, hint: string] => [
  `The file nests deeper than ${maxDepth} levels.`,
  "Flatten it, or raise limits.maxDepth.",
];
