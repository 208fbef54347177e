/** Keys that could reach the prototype of an object when somebody copies them over. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Deeper than any manifest, and far from the depth that a stack takes. */
const MAX_DEPTH = 64;

export type JsonPath = readonly (string | number)[];

/** A key that JSON allows and we do not. */
export interface JsonKeyProblem {
  readonly kind: "duplicate" | "forbidden";
  readonly path: JsonPath;
  readonly offset: number;
}

/** A JSON text with the place of everything in it. */
export interface JsonDocument {
  /** Without the keys of `problems`. */
  readonly value: unknown;
  readonly problems: readonly JsonKeyProblem[];
  /** Offset of a key or list item, or of the nearest one around it that is there. */
  offsetOf(path: JsonPath): number;
}

/** A text that is no JSON, and where it stops being it. */
export class JsonSyntaxError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/**
 * Reads JSON (RFC 8259, like `JSON.parse`) and remembers where things stand, which `JSON.parse` does not tell. The
 * `yaml` library is no way to do it: it takes texts that are no JSON.
 *
 * @throws JsonSyntaxError
 */
export function readJson(text: string): JsonDocument {
  const reader = new JsonReader(text);
  const value = reader.document();
  const { root, problems } = reader;
  return { value, problems, offsetOf: (path) => nearestOffset(root, path) };
}

/** Where a key or item stands, and what is inside it. */
interface Place {
  readonly offset: number;
  readonly inner: Map<string | number, Place>;
}

function nearestOffset(root: Place, path: JsonPath): number {
  let place = root;
  for (const part of path) {
    const next = place.inner.get(part);
    if (next === undefined) break;
    place = next;
  }
  return place.offset;
}

const SPACE = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these inside a text.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER_OR_WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

class JsonReader {
  readonly problems: JsonKeyProblem[] = [];
  readonly root: Place = { offset: 0, inner: new Map() };
  readonly #text: string;
  #place = this.root;
  readonly #path: (string | number)[] = [];
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): unknown {
    const value = this.#value();
    if (this.#next() !== undefined) throw this.#unexpected("the end of the file");
    return value;
  }

  #value(): unknown {
    const first = this.#next();
    if (first === "{") return this.#object();
    if (first === "[") return this.#list();
    if (first === '"') return this.#string("a closed text");
    const word = this.#match(NUMBER_OR_WORD);
    if (word === undefined) throw this.#unexpected("a value");
    return JSON.parse(word) as unknown;
  }

  #object(): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    const seen = new Set<string>();
    this.#items("}", () => {
      if (this.#next() !== '"') throw this.#unexpected("a key in double quotes");
      const offset = this.#offset;
      const key = this.#string("a closed text");
      this.#take(":", 'a ":" after the key');
      const value = this.#inside(key, offset, () => this.#value());
      const kind = FORBIDDEN_KEYS.has(key) ? "forbidden" : seen.has(key) ? "duplicate" : undefined;
      seen.add(key);
      if (kind === undefined) object[key] = value;
      else this.problems.push({ kind, path: [...this.#path, key], offset });
    });
    return object;
  }

  #list(): unknown[] {
    const list: unknown[] = [];
    this.#items("]", () => {
      this.#next();
      list.push(this.#inside(list.length, this.#offset, () => this.#value()));
    });
    return list;
  }

  /** Reads what stands between two brackets, with commas between the items and none after the last. */
  #items(end: "}" | "]", readItem: () => void): void {
    this.#offset++;
    if (this.#next() === end) {
      this.#offset++;
      return;
    }
    for (;;) {
      readItem();
      const next = this.#next();
      if (next !== "," && next !== end) throw this.#unexpected(`"," or "${end}"`);
      this.#offset++;
      if (next === end) return;
    }
  }

  #inside<T>(part: string | number, offset: number, read: () => T): T {
    this.#path.push(part);
    if (this.#path.length > MAX_DEPTH)
      throw new JsonSyntaxError(`more than ${MAX_DEPTH} levels of nesting`, offset);
    const outer = this.#place;
    this.#place = { offset, inner: new Map() };
    if (!outer.inner.has(part)) outer.inner.set(part, this.#place);
    const value = read();
    this.#place = outer;
    this.#path.pop();
    return value;
  }

  #string(expected: string): string {
    const quoted = this.#match(STRING);
    if (quoted === undefined) throw this.#unexpected(expected);
    return JSON.parse(quoted) as string;
  }

  #take(character: string, expected: string): void {
    if (this.#next() !== character) throw this.#unexpected(expected);
    this.#offset++;
  }

  /** The next character that is no space. */
  #next(): string | undefined {
    this.#match(SPACE);
    return this.#text[this.#offset];
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text)?.[0];
    this.#offset += found?.length ?? 0;
    return found;
  }

  #unexpected(expected: string): JsonSyntaxError {
    const found = this.#text[this.#offset];
    const received = found === undefined ? "The file ends" : `Found ${JSON.stringify(found)}`;
    return new JsonSyntaxError(`${received}; expected ${expected}`, this.#offset);
  }
}
