/** Control characters, and those that turn the direction of what follows: nothing that a picture can show. */
const UNSHOWABLE = /(?!\n)[\p{Cc}\p{Bidi_Control}\p{Noncharacter_Code_Point}]/gu;

/** Text that every format can carry: well-formed, only `\n` between lines, no control characters. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|\u2028|\u2029/g, "\n")
    .replaceAll("\t", " ")
    .replace(UNSHOWABLE, "\uFFFD")
    .trim();
}
