import { coverKeysAndTokens } from "./cover-keys-and-tokens.ts";
import { coverSecrets } from "./cover-secrets.ts";
import { lineCount, lineRange } from "./source/line-index.ts";
import type { LineAndColumn, Place, SourceFile } from "./source/source-file.ts";

const MAX_WIDTH = 120;

/** The line of a place with a mark under it, and one line before and after. */
export function codeFrame({ file, start, end }: Place, { line, column }: LineAndColumn): string {
  const width = String(line + 1).length;
  const { start: from, end: to } = lineRange(file, line - 1);
  const marks = Math.max(1, Math.min(end - start, to - from - column + 1));
  const numbered = (number: number) =>
    number < 1 || number > lineCount(file)
      ? []
      : [`${String(number).padStart(width)} | ${shown(file, number - 1)}`];
  const isVisible = column + marks <= MAX_WIDTH;
  return [
    ...numbered(line - 1),
    ...numbered(line),
    ...(isVisible ? [`${" ".repeat(width)} | ${" ".repeat(column - 1)}${"^".repeat(marks)}`] : []),
    ...numbered(line + 1),
  ].join("\n");
}

/** What is secret is covered, as long as it was: marks stay under what they mark. */
function shown(file: SourceFile, line: number): string {
  const whole = coverSecrets(file, line).replace(/\r$/, "").replaceAll("\t", " ");
  // A key that begins in what is shown may end behind it.
  const text = coverKeysAndTokens(whole.slice(0, 4 * MAX_WIDTH));
  return text.length > MAX_WIDTH ? `${text.slice(0, MAX_WIDTH)}…` : text;
}
