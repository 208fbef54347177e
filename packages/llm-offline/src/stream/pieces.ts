/** A text in the pieces that are streamed: a word with the space before it. Joined they are the text. */
export function piecesOf(text: string): readonly string[] {
  return text.match(/\s*\S+(?:\s+$)?/g) ?? (text === "" ? [] : [text]);
}

/** How many tokens this model counts: the words between spaces. */
export function wordCount(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
