import { isSecretKey } from "./secret-keys.ts";
import type { LineAndColumn, Place } from "./source/source-file.ts";

const MAX_WIDTH = 120;

/** The line of a place with a mark under it, and one line before and after. */
export function codeFrame({ file, start, end }: Place, { line, column }: LineAndColumn): string {
  const lines = linesAround(file.text, start);
  const width = String(line + 1).length;
  const marks = Math.max(1, Math.min(end - start, (lines.current ?? "").length - column + 1));
  const numbered = (text: string | undefined, number: number) =>
    text === undefined ? [] : [`${String(number).padStart(width)} | ${shown(text)}`];
  const isVisible = column + marks <= MAX_WIDTH;
  return [
    ...numbered(lines.previous, line - 1),
    ...numbered(lines.current, line),
    ...(isVisible ? [`${" ".repeat(width)} | ${" ".repeat(column - 1)}${"^".repeat(marks)}`] : []),
    ...numbered(lines.next, line + 1),
  ].join("\n");
}

function linesAround(text: string, offset: number) {
  const from = text.lastIndexOf("\n", offset - 1) + 1;
  const to = endOfLine(text, offset);
  const before = from === 0 ? undefined : text.slice(text.lastIndexOf("\n", from - 2) + 1, from - 1);
  const next = to >= text.length - 1 ? undefined : text.slice(to + 1, endOfLine(text, to + 1));
  return { previous: before, current: text.slice(from, to), next };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

/** Everything after a key that sounds secret is covered, as long as it was: marks stay under what they mark. */
function shown(line: string): string {
  const text = line.replace(/\r$/, "").replace(/\t/g, " ");
  const covered = text.replace(
    /("?)([A-Za-z_][\w-]*)\1(\s*:\s*)([^\s,{}[\]][^,{}[\]]*)/g,
    (whole, quote: string, key: string, colon: string, value: string) =>
      isSecretKey(key) && !/^["']?\$\{\w+\}["']?\s*$/.test(value)
        ? `${quote}${key}${quote}${colon}${"*".repeat(value.length)}`
        : whole,
  );
  return covered.length > MAX_WIDTH ? `${covered.slice(0, MAX_WIDTH)}…` : covered;
}
