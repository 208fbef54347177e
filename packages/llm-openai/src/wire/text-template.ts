import type { WireChoice, WireChunk } from "./wire-chunk.ts";

/** Events tried before giving up: servers that put something new into each (padding, log probabilities) never match. */
const MAX_ATTEMPTS = 3;
const PROBE = "pergola-probe";

/**
 * The events of a text stream differ in one string only. Once two of its sides are known, that string is cut out
 * instead of parsing the whole event, which is most of the cost of a token.
 *
 * This is exact: between the sides of a valid JSON text, at the place of a string, every run of characters without
 * quotes, backslashes and control characters is a string that stands for itself, and nothing else changes.
 */
export class TextTemplate {
  #before = "";
  #after = "";
  #attempts = 0;

  /** The text of an event that fits, else undefined. The event is `source` from `start` to before `end`. */
  match(source: string, start = 0, end = source.length): string | undefined {
    const textStart = start + this.#before.length;
    const textEnd = end - this.#after.length;
    if (textStart === start || textEnd <= textStart) return undefined;
    // Comparing slices takes half the time of startsWith: words instead of characters.
    if (source.slice(start, textStart) !== this.#before) return undefined;
    if (source.slice(textEnd, end) !== this.#after) return undefined;
    const text = source.slice(textStart, textEnd);
    return isPlain(text) ? text : undefined;
  }

  /** Learns from an event that said `text` and nothing else. */
  learn(data: string, text: string): void {
    if (this.#attempts >= MAX_ATTEMPTS) return;
    this.#attempts += 1;
    const place = data.indexOf(JSON.stringify(text), data.indexOf('"content"') + 9);
    if (place < 0) return;
    const before = data.slice(0, place + 1);
    const after = data.slice(place + JSON.stringify(text).length - 1);
    if (!saysProbe(`${before}${PROBE}${after}`)) return;
    this.#before = before;
    this.#after = after;
  }
}

/** Whether the string that was replaced is the one that the answer's text is read from. */
function saysProbe(data: string): boolean {
  try {
    const { choices } = JSON.parse(data) as WireChunk;
    if (!Array.isArray(choices) || choices.length !== 1) return false;
    const [choice] = choices as readonly WireChoice[];
    return (choice?.index ?? 0) === 0 && choice?.delta?.content === PROBE;
  } catch {
    return false;
  }
}

/** Whether the text stands for itself in JSON: no quote, no backslash, no control character. */
function isPlain(text: string): boolean {
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place);
    if (code < 0x20 || code === 0x22 || code === 0x5c) return false;
  }
  return true;
}
