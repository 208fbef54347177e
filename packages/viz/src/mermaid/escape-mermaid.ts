/** What Mermaid puts in the place of `#…;` while it works: as letters of a label they would come out as that. */
const OWN_MARKS = "ﬂ°¶ß";
const UNSAFE = new RegExp(
  // Inside a word these are no Markdown, everywhere else they may be.
  String.raw`(?<![A-Za-z0-9])[-_./]|[-_./](?![A-Za-z0-9])|[^\w\-./ ,()?=\u0080-\u{10FFFF}]|[${OWN_MARKS}]`,
  "gu",
);

/** Lines as the inside of a quoted Mermaid text: whatever could mean something is written by its number. */
export function escapeMermaid(lines: readonly string[]): string {
  return lines.map((line) => line.replace(UNSAFE, (each) => `#${each.codePointAt(0)};`)).join("<br/>");
}
