/** Words that say nothing about the subject of a sentence. */
const STOP_WORDS = new Set(
  (
    "a an and any are as at be been but by can could did do does for from get give had has have he her here him his how i i'd i'll i'm " +
    "if in into is it its it's just know let like many may me much my no not now of ok on one or our out please right say said she should so " +
    "some tell than that that's the their them then there these they this those to today told too up us use very was we were what what's when " +
    "where which who whose why will with would yes you your"
  ).split(" "),
);

/** The words of a text that carry meaning, in lower case and without their endings; each once, in order. */
export function contentWords(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}']*/gu) ?? [];
  return [...new Set(words.filter((word) => !STOP_WORDS.has(word)).map(stem))];
}

/** A word without the common English endings, so that `converts`, `converting` and `converter` meet, and
 * `colour` meets `color`. */
function stem(word: string): string {
  return withoutEnding(word.length > 4 ? word.replace("our", "or") : word);
}

function withoutEnding(word: string): string {
  if (word.length <= 4) return word.replace(/(?<=\w{2}[^s])s$/, "");
  return word
    .replace(/'s$/, "")
    .replace(/(?:ations?|ators?|ings?|ions?|ors?|ers?|ates?|ies|ied|ed|es|s|e|y)$/, "");
}

/** Which of `wanted` are among `available`. */
export function sharedWords(wanted: readonly string[], available: readonly string[]): readonly string[] {
  const known = new Set(available);
  return wanted.filter((word) => known.has(word));
}
