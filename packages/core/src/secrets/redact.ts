import { type Bytes, bytesText, isBytes } from "./bytes-text.ts";
import { redactText } from "./redact-text.ts";
import { CUT, REDACTED } from "./redacted.ts";
import { hasEntries, hasJson, type Named, propertyKeys, type TellsJson } from "./secret-carriers.ts";
import { placeAfter, placeInside, placeOfEntry, placeOfProperty, type SecretPlace } from "./secret-place.ts";

/** What is nested deeper than this, and what comes after so many values, is cut. */
const MAX_DEPTH = 64;
const MAX_VALUES = 100_000;
const UNREADABLE = "[unreadable]";
/** Shorter texts are looked through again. */
const WORTH_KEEPING = 64;
/** Shorter numbers are counts. */
const SHORTEST_NUMBER = 6;

/**
 * A value without its secrets: those under keys that sound secret, and those that `redactText` finds, also inside errors
 * and their causes, maps, sets, headers, addresses and bytes. The same value when there is nothing to cover, else a copy.
 * Never throws: what cannot be read is covered, and what is nested more than 64 deep or after 100 000 values is cut.
 */
export function redact<T>(value: T): T {
  const redaction = new Redaction();
  const copy = redaction.value(value, "plain", 0);
  // A text may stand where something else was: what is redacted is for people and logs.
  return redaction.isChanged ? (copy as T) : value;
}

function isSimple(value: object, prototype: unknown): boolean {
  if (prototype !== Object.prototype || Object.hasOwn(value, "__proto__")) return false;
  return Object.getOwnPropertySymbols(value).length === 0;
}

class Redaction {
  isChanged = false;
  readonly #seen = new Map<object, unknown>();
  readonly #texts = new Map<string, string>();
  #left = MAX_VALUES;

  value(value: unknown, place: SecretPlace, depth: number): unknown {
    if (this.#left <= 0) return this.#instead(CUT);
    this.#left -= 1;
    if (typeof value === "string") return this.#text(value, place);
    if (typeof value === "number" || typeof value === "bigint") return this.#number(value, place);
    if (typeof value !== "object" || value === null) return value;
    if (this.#seen.has(value)) return this.#seen.get(value);
    if (depth > MAX_DEPTH) return this.#instead(CUT);
    try {
      return this.#object(value, place, depth + 1);
    } catch {
      return this.#instead(UNREADABLE);
    }
  }

  #instead<T>(value: T): T {
    this.isChanged = true;
    return value;
  }

  #text(text: string, place: SecretPlace): string {
    if (place === "secret") return text === "" || text === REDACTED ? text : this.#instead(REDACTED);
    const shown = this.#shown(text);
    return shown === text ? text : this.#instead(shown);
  }

  /** Messages have their text several times. */
  #shown(text: string): string {
    if (text.length < WORTH_KEEPING) return redactText(text);
    const known = this.#texts.get(text) ?? redactText(text);
    this.#texts.set(text, known);
    return known;
  }

  #number(number: number | bigint, place: SecretPlace): unknown {
    return place === "secret" && String(number).length >= SHORTEST_NUMBER ? this.#instead(REDACTED) : number;
  }

  #object(value: object, place: SecretPlace, depth: number): unknown {
    if (Array.isArray(value)) return this.#list(value, place, depth);
    if (value instanceof Map) return this.#map(value, depth);
    if (value instanceof Set) return this.#set(value, place, depth);
    if (isBytes(value)) return this.#bytes(value, place);
    if (value instanceof Error) return this.#instance(value, place, depth);
    if (value instanceof URL || value instanceof String) return this.#wrapped(value, place);
    if (hasEntries(value)) return this.#entries(value, depth);
    if (hasJson(value)) return this.#json(value, place, depth);
    return this.#instance(value, placeInside(value, place), depth);
  }

  #list(list: readonly unknown[], place: SecretPlace, depth: number): unknown[] {
    const copy: unknown[] = [];
    this.#seen.set(list, copy);
    for (let index = 0; index < list.length; index += 1) {
      copy.push(this.value(list[index], placeAfter(list[index - 1], place), depth));
      if (this.#left <= 0) break;
    }
    if (copy.length < list.length) copy.push(this.#instead(CUT));
    return copy;
  }

  #map(map: ReadonlyMap<unknown, unknown>, depth: number): Map<unknown, unknown> {
    const copy = new Map<unknown, unknown>();
    this.#seen.set(map, copy);
    for (const [key, item] of map)
      copy.set(this.value(key, "plain", depth), this.value(item, placeOfEntry(key), depth));
    return copy;
  }

  #set(set: ReadonlySet<unknown>, place: SecretPlace, depth: number): Set<unknown> {
    const copy = new Set<unknown>();
    this.#seen.set(set, copy);
    for (const item of set) copy.add(this.value(item, place, depth));
    return copy;
  }

  /** Looked through as the text that they may be. */
  #bytes(bytes: Bytes, place: SecretPlace): unknown {
    const text = place === "secret" ? undefined : bytesText(bytes);
    const isClean = text !== undefined && redactText(text) === text;
    return isClean ? bytes : this.#instead(`[${bytes.byteLength} bytes]`);
  }

  #wrapped(value: object, place: SecretPlace): unknown {
    const text = String(value);
    const shown = this.#text(text, place);
    return shown === text ? value : shown;
  }

  /** Headers and the like, whose entries are no properties. */
  #entries(value: Named, depth: number): unknown {
    return this.#unlessClean(value, () =>
      Object.fromEntries(
        Array.from(value.entries(), ([key, item]) => [key, this.value(item, placeOfEntry(key), depth)]),
      ),
    );
  }

  /** What an object tells of itself counts as well as what it holds. */
  #json(value: TellsJson, place: SecretPlace, depth: number): unknown {
    return this.#unlessClean(value, () => {
      this.#seen.set(value, UNREADABLE);
      const told = this.value(value.toJSON(), place, depth);
      this.#properties(value, {}, place, depth);
      return told;
    });
  }

  #unlessClean(value: object, copy: () => unknown): unknown {
    const wasChanged = this.isChanged;
    this.isChanged = false;
    const made = copy();
    const shown = this.isChanged ? made : value;
    this.isChanged ||= wasChanged;
    this.#seen.set(value, shown);
    return shown;
  }

  /** A copy keeps its class: errors are told apart by it. */
  #instance(value: object, place: SecretPlace, depth: number): object {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (isSimple(value, prototype)) return this.#simple(value, place, depth);
    const copy: object = prototype === Object.prototype ? {} : Object.create(prototype as object | null);
    this.#seen.set(value, copy);
    return this.#properties(value, copy, place, depth);
  }

  /** The short way of most objects. */
  #simple(value: object, place: SecretPlace, depth: number): object {
    const copy: Record<string, unknown> = {};
    this.#seen.set(value, copy);
    for (const key of Object.keys(value)) {
      if (this.#left <= 0) break;
      copy[this.#text(key, "plain")] = this.#property(value, key, place, depth);
    }
    return copy;
  }

  #properties(from: object, copy: object, outer: SecretPlace, depth: number): object {
    for (const { key, isEnumerable } of propertyKeys(from)) {
      if (this.#left <= 0) break;
      const value = this.#property(from, key, outer, depth);
      const name = typeof key === "string" ? this.#text(key, "plain") : key;
      Object.defineProperty(copy, name, {
        value,
        enumerable: isEnumerable,
        writable: true,
        configurable: true,
      });
    }
    return copy;
  }

  #property(from: object, key: PropertyKey, outer: SecretPlace, depth: number): unknown {
    let value: unknown;
    try {
      value = (from as Readonly<Record<PropertyKey, unknown>>)[key];
    } catch {
      return this.#instead(UNREADABLE);
    }
    return this.value(value, placeOfProperty(from, key, outer), depth);
  }
}
