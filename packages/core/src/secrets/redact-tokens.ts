import { REDACTED } from "./redacted.ts";
import { SECRET_SHAPES } from "./secret-shapes.ts";

/** Only runs this long can hold a key: most words of a text are over sooner. */
const SHORTEST_RUN = 12;
const SHORTEST_SHAPE = 15;
const SHAPE = new RegExp(Object.values(SECRET_SHAPES).join("|"), "y");
const SCHEME = /(?:^|[^A-Za-z])(?:bearer|basic|bot|apikey|token)\s{1,3}$/i;
const LONGEST_SCHEME = 12;
/** Longer than the part of any shape that could also be the end of another one. */
const OVERLAP = 64;

const [DIGIT, SMALL, CAPITAL, BETWEEN] = [1, 2, 4, 8];
const LETTER_OR_DIGIT = DIGIT | SMALL | CAPITAL;

/** What keys are made of, by character code. */
const KIND = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/\d/.test(character)) return DIGIT;
  if (/[a-z]/.test(character)) return SMALL;
  if (/[A-Z]/.test(character)) return CAPITAL;
  return /[\w.:/+=~%-]/.test(character) ? BETWEEN : 0;
});

/** Covers keys and tokens that look like one, and what stands after `Bearer` and `Basic`. */
export function redactTokens(text: string): string {
  let shown = "";
  let from = 0;
  let start = 0;
  let kinds = 0;
  for (let index = 0; index <= text.length; index += 1) {
    const kind = kindAt(text, index);
    if (kind !== 0) {
      kinds |= kind;
      continue;
    }
    const covered = index - start >= SHORTEST_RUN && isMade(kinds) ? coverRun(text, start, index) : undefined;
    if (covered !== undefined) {
      shown += text.slice(from, start) + covered;
      from = index;
    }
    start = index + 1;
    kinds = 0;
  }
  return from === 0 ? text : shown + text.slice(from);
}

function kindAt(text: string, index: number): number {
  const code = index < text.length ? text.charCodeAt(index) : 0;
  return code < 128 ? (KIND[code] as number) : 0;
}

/** A word that a machine made has a digit, or small and capital letters. */
function isMade(kinds: number): boolean {
  return (kinds & DIGIT) !== 0 || ((kinds & SMALL) !== 0 && (kinds & CAPITAL) !== 0);
}

function kindsOf(text: string, start: number, end: number): number {
  let kinds = 0;
  for (let index = start; index < end; index += 1) kinds |= kindAt(text, index);
  return kinds;
}

/** @returns undefined when there is nothing to cover */
function coverRun(text: string, start: number, end: number): string | undefined {
  if (SCHEME.test(text.slice(Math.max(0, start - LONGEST_SCHEME), start))) return REDACTED;
  let shown = "";
  let from = start;
  for (let index = start; index <= end - SHORTEST_SHAPE; index += 1) {
    const length = isFirst(text, index) ? shapeAt(text, index) : 0;
    if (length === 0) continue;
    if (isMade(kindsOf(text, index, index + length))) {
      shown += text.slice(from, index) + REDACTED;
      from = index + length;
      index = from - 1;
    } else index = Math.max(index, index + length - OVERLAP);
  }
  return from === start ? undefined : shown + text.slice(from, end);
}

/** A shape begins where no letter or digit stands before it. */
function isFirst(text: string, index: number): boolean {
  if ((kindAt(text, index) & LETTER_OR_DIGIT) === 0) return false;
  return index === 0 || (kindAt(text, index - 1) & LETTER_OR_DIGIT) === 0;
}

/** How long the key is that begins there; 0 for none. */
function shapeAt(text: string, index: number): number {
  SHAPE.lastIndex = index;
  return SHAPE.exec(text)?.[0].length ?? 0;
}
