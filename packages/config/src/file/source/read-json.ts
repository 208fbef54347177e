import { lossyNumber } from "./lossy-number.ts";
import { MapEntries } from "./map-entries.ts";
import { NodeBudget } from "./node-budget.ts";
import type { ProblemList } from "./problem-list.ts";
import type { ReadOptions } from "./read-yaml.ts";
import type { Place, SourceFile } from "./source-file.ts";
import type { SourceNode } from "./source-node.ts";

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** A stretch of a text up to its first escape, that included. A pattern of whole texts would use the stack up on long ones. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these
const STRETCH = /[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))?/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\r\n]*/y;

/** JSON as RFC 8259 has it, with places. Undefined when nothing of it can be used; only the first mistake is told. */
export function readJson(file: SourceFile, options: ReadOptions): SourceNode | undefined {
  try {
    return new JsonReader(file, options).root();
  } catch (error) {
    if (error !== STOP) throw error;
    return undefined;
  }
}

/** Thrown, and caught here, when it makes no sense to read on. */
const STOP = Symbol("stop");

class JsonReader {
  readonly #file: SourceFile;
  readonly #problems: ProblemList;
  readonly #budget: NodeBudget;
  #at = 0;

  constructor(file: SourceFile, options: ReadOptions) {
    this.#file = file;
    this.#problems = options.problems;
    this.#budget = new NodeBudget(options, options.problems);
  }

  root(): SourceNode {
    const node = this.#value(0);
    this.#skip(SPACE);
    if (this.#at < this.#file.text.length) this.#fail("There is something after the end of the JSON value.");
    return node;
  }

  #value(depth: number): SourceNode {
    this.#skip(SPACE);
    const start = this.#at;
    if (!this.#budget.take(this.#placeFrom(start, start + 1), depth)) throw STOP;
    const first = this.#file.text[start];
    if (first === "{") return this.#map(depth);
    if (first === "[") return this.#list(depth);
    const value = JSON.parse(
      this.#text() || this.#skip(/[-\d]/.test(first ?? "") ? NUMBER : WORD) || this.#fail(UNEXPECTED),
    );
    const place = this.#placeFrom(start);
    const lossy = lossyNumber(this.#file.text.slice(start, this.#at), value);
    if (lossy === undefined) return { kind: "scalar", value, place };
    this.#problems.add({ place, ...lossy });
    return { kind: "scalar", value: undefined, place, isBroken: true };
  }

  #list(depth: number): SourceNode {
    const start = this.#at;
    const items: SourceNode[] = [];
    this.#members("]", () => items.push(this.#value(depth + 1)));
    return { kind: "list", items, place: this.#placeFrom(start) };
  }

  #map(depth: number): SourceNode {
    const start = this.#at;
    const entries = new MapEntries(this.#problems);
    this.#members("}", () => {
      this.#skip(SPACE);
      const keyStart = this.#at;
      const name = JSON.parse(this.#text() || this.#fail("A key in double quotes was expected.")) as string;
      const key = this.#placeFrom(keyStart);
      this.#expect(":");
      const value = this.#value(depth + 1);
      if (entries.admits(name, key)) entries.set(name, key, value);
    });
    return { kind: "map", entries: entries.all, place: this.#placeFrom(start) };
  }

  /** What stands between brackets and commas. */
  #members(end: string, read: () => unknown): void {
    this.#at++;
    this.#skip(SPACE);
    if (this.#file.text[this.#at] === end) {
      this.#at++;
      return;
    }
    do {
      read();
      this.#skip(SPACE);
    } while (this.#file.text[this.#at] === "," && this.#at++ >= 0);
    this.#expect(end);
  }

  #expect(character: string): void {
    this.#skip(SPACE);
    if (this.#file.text[this.#at] !== character) this.#fail(`${JSON.stringify(character)} was expected.`);
    this.#at++;
  }

  /** A text in its quotes; nothing where there is none, or it is not closed. */
  #text(): string {
    const { text } = this.#file;
    const start = this.#at;
    if (text[start] !== '"') return "";
    this.#at++;
    while (this.#skip(STRETCH) !== "");
    if (text[this.#at] === '"') return text.slice(start, ++this.#at);
    this.#at = start;
    return "";
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ""] = pattern.exec(this.#file.text) ?? [];
    this.#at += found.length;
    return found;
  }

  #fail(message: string): never {
    const isEnd = this.#at >= this.#file.text.length;
    this.#problems.add({
      place: this.#placeFrom(this.#at, this.#at + 1),
      message: isEnd ? "The JSON ends too early." : message,
      hint: isEnd
        ? "Close what is open: a bracket, or a quote."
        : "Mend it: no comments, no comma before a bracket, double quotes. YAML allows more.",
    });
    throw STOP;
  }

  #placeFrom(start: number, end = this.#at): Place {
    return { file: this.#file, start, end };
  }
}

const UNEXPECTED = "This is no JSON value.";
