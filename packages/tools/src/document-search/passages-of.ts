/** Longest passage, in characters. */
const MAX_CHARS = 1_000;

/** Cuts a text into passages: paragraphs, small ones together, long ones in pieces. */
export function passagesOf(text: string): readonly string[] {
  const passages: string[] = [];
  for (const paragraph of text.split(/\n\s*\n/).flatMap(piecesOf)) {
    const last = passages.at(-1);
    if (last !== undefined && last.length + paragraph.length + 2 <= MAX_CHARS)
      passages[passages.length - 1] = `${last}\n\n${paragraph}`;
    else passages.push(paragraph);
  }
  return passages;
}

/** At line ends or spaces where there are any; never inside a surrogate pair. */
function piecesOf(paragraph: string): readonly string[] {
  const pieces: string[] = [];
  let rest = paragraph.trim();
  while (rest.length > MAX_CHARS) {
    const head = rest.slice(0, MAX_CHARS);
    const gap = Math.max(head.lastIndexOf("\n"), head.lastIndexOf(" "));
    const isSplitPair = /[\ud800-\udbff]$/.test(head);
    const end = gap > MAX_CHARS / 2 ? gap : MAX_CHARS - (isSplitPair ? 1 : 0);
    pieces.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  if (rest !== "") pieces.push(rest);
  return pieces;
}
