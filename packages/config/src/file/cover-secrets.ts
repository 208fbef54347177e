import { isSecretKey } from "./secret-keys.ts";
import { lineRange } from "./source/line-index.ts";
import type { SourceFile } from "./source/source-file.ts";

/** A key and its colon, which may stand on the next line (`? key`). */
const KEY = /(?<![\w.-])(["']?)([A-Za-z_][\w.-]*)\1[ \t]*(?:\r?\n[ \t]*)?:(?=[\s"'[{]|$)/g;
/** What says nothing of a value: it is one variable, without a default. */
const VARIABLE = /(["']?)\$\{\w+\}\1(?=[\s,}\]]|$)/y;
/** A value that begins on the next line: nothing, a comment, the head of a block. */
const NO_VALUE = /[ \t]*(?:[|>&!#][^\n]*)?\r?(?=\n|$)/y;
const QUOTED = { '"': /"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y, "'": /'[^']*(?:''[^']*)*'/y } as const;

type Stretch = readonly [start: number, end: number];

const made = new WeakMap<SourceFile, readonly Stretch[]>();

/**
 * A line, from 0, with the values of keys that sound secret covered, also where they begin on a line before. By the look of
 * the text alone: a file with a mistake in it has no tree. In doubt more is covered.
 */
export function coverSecrets(file: SourceFile, line: number): string {
  const { start, end } = lineRange(file, line);
  const stretches = made.get(file) ?? secretStretches(file.text);
  made.set(file, stretches);
  return stretches
    .filter(([from, to]) => from < end && to > start)
    .reduce((text, [from, to]) => covered(text, from - start, to - start), file.text.slice(start, end));
}

function covered(line: string, from: number, to: number): string {
  const [before, after] = [Math.max(from, 0), Math.max(to, 0)];
  return line.slice(0, before) + line.slice(before, after).replace(/\S/g, "*") + line.slice(after);
}

function secretStretches(text: string): readonly Stretch[] {
  const stretches: Stretch[] = [];
  KEY.lastIndex = 0;
  for (let found = KEY.exec(text); found !== null; found = KEY.exec(text)) {
    const [whole, , key = ""] = found;
    if (!isSecretKey(key)) continue;
    const start = skip(/[ \t]*/y, text, KEY.lastIndex);
    if (skip(VARIABLE, text, start) > start) continue;
    const end = valueEnd(text, start, found.index + whole.search(/\S/));
    stretches.push([start, end]);
    KEY.lastIndex = Math.max(end, KEY.lastIndex);
  }
  return stretches;
}

function valueEnd(text: string, start: number, key: number): number {
  const line = text.lastIndexOf("\n", key - 1) + 1;
  const first = text[start];
  if (first === '"' || first === "'") return endOr(skip(QUOTED[first], text, start), start, text.length);
  if (first === "{" || first === "[") return bracketEnd(text, start);
  const next = skip(NO_VALUE, text, start);
  if (next > start || first === "\n" || first === undefined)
    return Math.max(belowEnd(text, next, key - line), onNextLine(text, next));
  const isFlow = /[{[][^}\]]*$/.test(text.slice(line, key).slice(-1000));
  return isFlow
    ? skip(/[^,{}[\]\n]*/y, text, start)
    : belowEnd(text, skip(/[^\n]*/y, text, start), key - line);
}

/** A quoted or bracketed value on the line after its key need not be indented, as in JSON. */
function onNextLine(text: string, from: number): number {
  const start = skip(/\s*/y, text, from);
  const first = text[start];
  return first === '"' || first === "'" || first === "{" || first === "["
    ? valueEnd(text, start, start)
    : from;
}

/** The end of the lines that are indented deeper than a key, or are items of its list. @param from end of the key's line */
function belowEnd(text: string, from: number, indent: number): number {
  let end = from;
  while (end < text.length) {
    const next = skip(/[^\n]*/y, text, end + 1);
    const [, spaces = "", rest = ""] = /^([ \t]*)([\s\S]{0,2})/.exec(text.slice(end + 1, end + 1200)) ?? [];
    const isItem = spaces.length === indent && /^-\s/.test(rest);
    if (/\S/.test(rest.slice(0, 1)) && spaces.length <= indent && !isItem) break;
    end = next;
  }
  return end;
}

function bracketEnd(text: string, start: number): number {
  let [depth, at] = [0, start];
  while (at < text.length) {
    const character = text[at] ?? "";
    if (character === '"' || character === "'")
      at = endOr(skip(QUOTED[character], text, at), at, text.length);
    else at++;
    if (character === "{" || character === "[") depth++;
    if (character === "}" || character === "]") depth--;
    if (depth === 0) break;
  }
  return at;
}

/** Where a quote is not closed, all that follows may belong to it. */
const endOr = (end: number, start: number, otherwise: number) => (end > start ? end : otherwise);

/** Where a sticky pattern ends that begins at an offset; the offset where it does not fit. */
function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}
