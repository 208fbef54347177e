const segmenter = new Intl.Segmenter("en", { granularity: "word" });

/** Shortest word that counts, in characters. */
const MIN_CHARS = 4;

/** How often each word is in a text, in lower case. */
export function countWords(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    if (isWordLike !== true || segment.length < MIN_CHARS) continue;
    const word = segment.toLowerCase();
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}
