/** How people say arithmetic, and how it is written. Order matters. */
const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/(\d),(?=\d{3}\b)/g, "$1"],
  [/(\d+(?:\.\d+)?)\s*(?:%|percent)\s+of\s+(\d+(?:\.\d+)?)/gi, "$1 / 100 * $2"],
  [/\b(?:the\s+)?square root of\s+(\d+(?:\.\d+)?)/gi, "sqrt($1)"],
  [/(\d|\))\s+(?:times|multiplied by|x)\s+(?=[\d(])/gi, "$1 * "],
  [/(\d|\))x(?=\d)/gi, "$1 * "],
  [/(\d|\))\s+plus\s+(?=[\d(])/gi, "$1 + "],
  [/(\d|\))\s+minus\s+(?=[\d(])/gi, "$1 - "],
  [/(\d|\))\s+(?:divided by|over)\s+(?=[\d(])/gi, "$1 / "],
  [/(\d|\))\s+(?:to the power of|\*\*)\s+(?=[\d(])/gi, "$1 ^ "],
  [/(\d|\))\s+squared\b/gi, "$1 ^ 2"],
  [/(\d|\))\s+cubed\b/gi, "$1 ^ 3"],
  [/(\d|\))\s+factorial\b/gi, "$1!"],
  [/\bfactorial of\s+(\d+)/gi, "$1!"],
];

/** A run of numbers, operators, parentheses and function calls. */
const RUN = /(?:\b(?:[a-z]+\d*(?=\()|pi\b|e\b)|\d+(?:\.\d+)?(?:e[+-]?\d+)?|[.,()+\-*/^%!×÷−]|\s)+/gi;

/** A part of a text that was recognised, and what it means. */
export interface Found<Value> {
  readonly value: Value;
  /** The words of the text that it explains. */
  readonly words: string;
}

/** The arithmetic in a text: the longest run that has a number and does something with it. */
export function extractExpression(text: string): Found<string> | undefined {
  const written = SPOKEN.reduce((result, [pattern, sign]) => result.replace(pattern, sign), text);
  const runs = [...written.matchAll(RUN)].map(([run]) => trimmed(run)).filter(isArithmetic);
  const value = runs.sort((a, b) => b.length - a.length)[0];
  return value === undefined ? undefined : { value, words: SPOKEN_WORDS };
}

/** Words that a spoken sum uses up. */
const SPOKEN_WORDS =
  "times multiplied plus minus divided over power squared cubed square root percent factorial sum product";

function trimmed(run: string): string {
  return run.trim().replace(/^[,+*/^%!.\s]+|[,+\-*/^.\s]+$/g, "");
}

function isArithmetic(run: string): boolean {
  const isDate = /^\d{4}-\d{1,2}-\d{1,2}$/.test(run.replaceAll(" ", ""));
  return (
    !isDate &&
    /\d/.test(run) &&
    /\d\s*[-+*/^%×÷−]\s*[\d(a-z.]|\)\s*[-+*/^%]|\d\s*!|[a-z]\(|^-?\(.*[-+*/^]/i.test(run)
  );
}
