import { wordsOf } from "./words-of.ts";

/** A part of a document. */
export interface Passage {
  readonly path: string;
  readonly text: string;
}

export interface RankedPassage extends Passage {
  /** Higher is better; only comparable within one search. */
  readonly score: number;
}

/** How soon more of the same word stops counting, and how much long passages lose. */
const [SATURATION, LENGTH_WEIGHT] = [1.2, 0.75];

/**
 * The passages that have words of the query, best first (Okapi BM25; Robertson and Zaragoza, "The Probabilistic Relevance
 * Framework", 2009). Of equal ones the earlier comes first.
 */
export function rankPassages(
  passages: readonly Passage[],
  query: string,
  limit: number,
): readonly RankedPassage[] {
  const wanted = [...new Set(wordsOf(query))];
  const counted = passages.map((passage) => count(passage, wanted));
  const averageLength = counted.reduce((sum, { length }) => sum + length, 0) / Math.max(1, counted.length);
  const weights = wanted.map((_, word) => {
    const having = counted.filter(({ counts }) => (counts[word] ?? 0) > 0).length;
    return Math.log(1 + (counted.length - having + 0.5) / (having + 0.5));
  });
  return counted
    .map(({ passage, counts, length }) => {
      const norm = SATURATION * (1 - LENGTH_WEIGHT + (LENGTH_WEIGHT * length) / averageLength);
      const scores = counts.map(
        (times, word) => ((weights[word] ?? 0) * times * (SATURATION + 1)) / (times + norm),
      );
      return { ...passage, score: scores.reduce((sum, score) => sum + score, 0) };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit);
}

function count(passage: Passage, wanted: readonly string[]) {
  const words = wordsOf(passage.text);
  const times = new Map<string, number>();
  for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
  return { passage, length: words.length, counts: wanted.map((word) => times.get(word) ?? 0) };
}
