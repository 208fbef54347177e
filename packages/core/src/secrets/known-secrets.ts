import { REDACTED } from "./redacted.ts";

/** Shorter values are left alone: taking them out would mangle ordinary words. */
const SHORTEST = 8;
const LONGEST = 16_384;
const MAX_HELD = 10_000;

interface Held {
  readonly holders: Map<string, number>;
  /** Longest first: a secret that holds another goes as a whole. */
  sorted: readonly string[] | undefined;
}

/** One for all copies of this package in a process: whose error it is does not matter to who reads the log. */
const KEY = Symbol.for("pergola.secrets");
const place = globalThis as { [KEY]?: Held };
place[KEY] ??= { holders: new Map(), sorted: undefined };
const held: Held = place[KEY];

/**
 * From now on these values are covered wherever errors, events, logs and descriptions are written, whatever they look
 * like; also URL-encoded and inside JSON. Values of fewer than 8 characters are not.
 *
 * @returns lets go of them; safe to call again
 */
export function holdSecrets(values: Iterable<string>): () => void {
  const forms = [...new Set([...values].flatMap(formsOf))];
  const taken = forms.filter(take);
  let isHeld = true;
  return () => {
    if (isHeld) for (const form of taken) release(form);
    isHeld = false;
  };
}

/** A text without the values that are held. */
export function redactKnown(text: string): string {
  if (held.holders.size === 0) return text;
  held.sorted ??= [...held.holders.keys()].sort((a, b) => b.length - a.length);
  return held.sorted.reduce(withoutValue, text);
}

/** With what is joined to a value: where one secret is a part of another one, the rest of it goes too. */
function withoutValue(text: string, value: string): string {
  let shown = "";
  let from = 0;
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, from)) {
    let start = at;
    while (start > from && isOfWord(text[start - 1])) start -= 1;
    shown += text.slice(from, start) + REDACTED;
    from = at + value.length;
    while (isOfWord(text[from])) from += 1;
  }
  return from === 0 ? text : shown + text.slice(from);
}

const isOfWord = (character: string | undefined) => character !== undefined && /[\w-]/.test(character);

/** The value as it is, in an address and in JSON. */
function formsOf(value: string): readonly string[] {
  if (value.length < SHORTEST || value.length > LONGEST) return [];
  return [...new Set([value, encodeURIComponent(value.toWellFormed()), JSON.stringify(value).slice(1, -1)])];
}

function take(form: string): boolean {
  const holders = held.holders.get(form) ?? 0;
  if (holders === 0 && held.holders.size >= MAX_HELD) return false;
  held.holders.set(form, holders + 1);
  held.sorted = undefined;
  return true;
}

function release(form: string): void {
  const holders = (held.holders.get(form) ?? 1) - 1;
  if (holders > 0) held.holders.set(form, holders);
  else held.holders.delete(form);
  held.sorted = undefined;
}
