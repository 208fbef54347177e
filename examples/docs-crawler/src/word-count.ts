/** What is known of a set of texts. */
export interface WordCount {
  readonly files: ReadonlySet<string>;
  readonly chunks: number;
  readonly words: number;
  readonly byWord: ReadonlyMap<string, number>;
}

export interface Chunk {
  readonly path: string;
  readonly text: string;
}

export interface Tally {
  readonly path: string;
  readonly words: ReadonlyMap<string, number>;
}

/** Most different words that are counted; a long text has few new ones. */
const MOST_WORDS = 50_000;

/** Words of at least four letters, in lower case. */
export function tally({ path, text }: Chunk): Tally {
  const words = new Map<string, number>();
  for (const [word] of text.toLowerCase().matchAll(/\p{L}{4,}/gu))
    words.set(word, (words.get(word) ?? 0) + 1);
  return { path, words };
}

/** The sum of tallies so far. */
export class WordSum implements WordCount {
  readonly files = new Set<string>();
  readonly byWord = new Map<string, number>();
  chunks = 0;
  words = 0;

  add({ path, words }: Tally): this {
    this.files.add(path);
    this.chunks++;
    for (const [word, count] of words) {
      this.words += count;
      if (this.byWord.has(word) || this.byWord.size < MOST_WORDS)
        this.byWord.set(word, (this.byWord.get(word) ?? 0) + count);
    }
    return this;
  }
}
