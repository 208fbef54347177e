/** A part of a file. */
export interface Part {
  readonly file: string;
  readonly text: string;
}

/** Parts end at the first end of a line after so many characters. */
const PART_CHARS = 4_000;

/** Cuts a text at ends of lines; together the parts are the text. */
export function* splitText(text: string): Generator<string> {
  for (let begin = 0; begin < text.length; ) {
    const newline = text.indexOf("\n", begin + PART_CHARS);
    const end = newline === -1 ? text.length : newline + 1;
    yield text.slice(begin, end);
    begin = end;
  }
}
