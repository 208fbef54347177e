/** What a text should say instead, by the words that it must not contain. */
export type Terms = Readonly<Record<string, string>>;

/** Replaces whole words, in any case, in one pass: what was put in is not replaced again. The longest term wins. */
export function replaceTerms(text: string, terms: Terms): string {
  const preferred = new Map(Object.entries(terms).map(([term, better]) => [term.toLowerCase(), better]));
  const longestFirst = [...preferred.keys()].sort((a, b) => b.length - a.length).map(escapePattern);
  if (longestFirst.length === 0) return text;
  const word = new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.join("|")})(?![\\p{L}\\p{N}])`, "giu");
  return text.replace(word, (found) => likeTheFirst(found, preferred.get(found.toLowerCase()) ?? found));
}

/** A word that began with a capital, as at the start of a sentence, still does. */
function likeTheFirst(found: string, better: string): string {
  const [first = ""] = found;
  return first === first.toLowerCase() ? better : better.charAt(0).toUpperCase() + better.slice(1);
}

const escapePattern = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
