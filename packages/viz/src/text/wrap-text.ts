import { cleanText } from "./clean-text.ts";

export interface WrapLimits {
  /** Most characters of a line. */
  readonly maxChars: number;
  readonly maxLines: number;
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Lines of a text, broken between words where that is possible; what does not fit ends in `…`. */
export function wrapText(text: string, { maxChars, maxLines }: WrapLimits): readonly string[] {
  const lines = cleanText(text)
    .split("\n")
    .flatMap((line) => wrapLine(line, maxChars));
  if (lines.length <= maxLines) return lines;
  const last = graphemes(lines[maxLines - 1] ?? "").slice(0, maxChars - 1);
  return [...lines.slice(0, maxLines - 1), `${last.join("")}…`];
}

function wrapLine(line: string, maxChars: number): string[] {
  const words = line.split(/ +/).filter((word) => word !== "");
  const lines: string[] = [];
  let current = "";
  for (const word of words.flatMap((each) => pieces(each, maxChars))) {
    const longer = current === "" ? word : `${current} ${word}`;
    if (length(longer) <= maxChars) current = longer;
    else {
      lines.push(current);
      current = word;
    }
  }
  return current === "" ? lines : [...lines, current];
}

function pieces(word: string, maxChars: number): string[] {
  if (length(word) <= maxChars) return [word];
  const parts = graphemes(word);
  const count = Math.ceil(parts.length / maxChars);
  return Array.from({ length: count }, (_, at) => parts.slice(at * maxChars, (at + 1) * maxChars).join(""));
}

// Most text is ASCII, and there each code unit is a character.
const isPlain = (text: string) => /^[\x20-\x7E]*$/.test(text);
const length = (text: string) => (isPlain(text) ? text.length : graphemes(text).length);
const graphemes = (text: string) =>
  isPlain(text) ? text.split("") : Array.from(segmenter.segment(text), ({ segment }) => segment);
