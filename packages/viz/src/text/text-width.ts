/** Widths in em, on the wide side of common sans-serif fonts: a box may be too large, never too small. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijlI.,:;'|!]/, 0.36],
  [/[frt()[\]{}\-/\\" *]/, 0.44],
  [/[mwMW@%]/, 0.98],
  [/[A-Z&#+=<>~^_]/, 0.78],
  [/[!-~]/, 0.66],
  [/\p{Mark}|\u200D|\uFE0F/u, 0],
  [/\p{Extended_Pictographic}/u, 1.4],
  [
    /[\u1100-\u11FF\u2E80-\u9FFF\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60\u{20000}-\u{3FFFF}]/u,
    1.05,
  ],
  [/[·…]/, 0.6],
];
const UNKNOWN = 0.9;
const known = new Map<string, number>();

/** How wide a text is at most, in pixels, without measuring it. */
export function textWidth(text: string, fontSize: number): number {
  let em = 0;
  for (const character of text) em += widthOf(character);
  return Math.ceil(em * fontSize);
}

function widthOf(character: string): number {
  const width = known.get(character) ?? WIDTHS.find(([pattern]) => pattern.test(character))?.[1] ?? UNKNOWN;
  if (known.size < 512) known.set(character, width);
  return width;
}
