import type { Alias, Document, Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { lossyNumber } from "./lossy-number.ts";
import { MapEntries } from "./map-entries.ts";
import { NodeBudget } from "./node-budget.ts";
import type { ProblemList } from "./problem-list.ts";
import { scanYaml, tooDeep, type YamlScan } from "./scan-yaml.ts";
import type { Place, SourceFile } from "./source-file.ts";
import type { SourceNode } from "./source-node.ts";
import { yamlErrorText } from "./yaml-error-text.ts";

export interface ReadOptions {
  readonly maxNodes: number;
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly problems: ProblemList;
}

type Yaml = typeof import("yaml");

/** YAML 1.2, one document, no tags of its own, no merge keys. Undefined when nothing of it can be used. */
export async function readYaml(file: SourceFile, options: ReadOptions): Promise<SourceNode | undefined> {
  const yaml = await import("yaml");
  const { problems } = options;
  const scan = scanYaml(file, { ...options, lex: (text) => new yaml.Lexer().lex(text) });
  if (scan.isRefused) return undefined;
  const document = composed(yaml, file, scan, options);
  if (document === undefined) return undefined;
  const { explicit = false, version } = document.directives?.yaml ?? {};
  if (explicit && version !== "1.2") problems.add(otherVersion(file));
  const defects = [...document.errors, ...document.warnings];
  for (const { code, pos } of defects) {
    const [start, end] = pos;
    problems.add({ place: { file, start, end }, ...yamlErrorText(code, file.text.slice(start, end)) });
  }
  // What was built around a mistake is a guess: nothing is said of it.
  if (defects.length > 0) return undefined;
  return new YamlReader(yaml, file, { document, scan, options }).root();
}

const otherVersion = (file: SourceFile) => ({
  place: { file, start: 0, end: Math.max(1, file.text.search(/\r?\n/)) },
  message: "The file asks for another version of YAML than 1.2, in which some values mean something else.",
  hint: "Take the line %YAML out; write true and false for yes, no, on and off.",
});

function composed(yaml: Yaml, file: SourceFile, { text }: YamlScan, options: ReadOptions) {
  const { problems, maxDepth } = options;
  const start = { file, start: 0, end: 1 };
  try {
    const settings = {
      prettyErrors: false,
      uniqueKeys: false,
      strict: true,
      version: "1.2",
      logLevel: "error",
    } as const;
    return withoutStacks(() => yaml.parseDocument(text, settings));
  } catch (error) {
    // Nesting by indentation alone is only found by the composer, which recurses.
    const [message, hint] = error instanceof RangeError ? tooDeep(maxDepth) : UNREADABLE;
    problems.add({ place: start, message, hint });
    return undefined;
  }
}

/** The library makes an error for each mistake of a file, a hundred thousand if need be: their stacks cost the most. */
function withoutStacks<T>(read: () => T): T {
  const { stackTraceLimit } = Error;
  Reflect.set(Error, "stackTraceLimit", 0);
  try {
    return read();
  } finally {
    Reflect.set(Error, "stackTraceLimit", stackTraceLimit);
  }
}

const UNREADABLE = [
  "The file is no YAML that can be read.",
  "Check it with a YAML linter, or write it as JSON.",
] as const;

/** Turns the library's tree into ours: checked, bounded, with places. */
class YamlReader {
  readonly #yaml: Yaml;
  readonly #file: SourceFile;
  readonly #document: Document;
  readonly #scan: YamlScan;
  readonly #problems: ProblemList;
  readonly #budget: NodeBudget;
  readonly #open = new Set<Node>();
  #aliasesLeft: number;

  constructor(
    yaml: Yaml,
    file: SourceFile,
    {
      document,
      scan,
      options,
    }: { readonly document: Document; readonly scan: YamlScan; readonly options: ReadOptions },
  ) {
    this.#yaml = yaml;
    this.#file = file;
    this.#document = document;
    this.#scan = scan;
    this.#problems = options.problems;
    this.#budget = new NodeBudget(options, options.problems);
    this.#aliasesLeft = options.maxAliases;
  }

  root(): SourceNode | undefined {
    const { contents } = this.#document;
    return contents === null ? undefined : this.#node(contents as Node, 0);
  }

  #node(node: Node, depth: number): SourceNode {
    const place = this.#placeOf(node);
    if (!this.#budget.take(place, depth)) return broken(place);
    if (!this.#hasPlainTag(node, place)) return broken(place);
    if (this.#yaml.isAlias(node)) return this.#alias(node, place, depth);
    if (this.#yaml.isMap(node)) return this.#map(node, place, depth);
    if (this.#yaml.isSeq(node)) return this.#list(node, place, depth);
    return this.#scalar(node as Scalar, place);
  }

  #alias(alias: Alias, place: Place, depth: number): SourceNode {
    if (this.#aliasesLeft-- <= 0)
      return this.#refuse(
        place,
        "The file has too many aliases.",
        "Repeat the values, or raise limits.maxAliases.",
      );
    const target = alias.resolve(this.#document);
    if (target === undefined) return broken(place);
    if (this.#open.has(target))
      return this.#refuse(
        place,
        "An alias stands inside what it repeats.",
        "Take it out: a config ends somewhere.",
      );
    return this.#node(target, depth + 1);
  }

  #list(list: YAMLSeq, place: Place, depth: number): SourceNode {
    this.#open.add(list);
    const items = list.items.map((item) => this.#value(item as Node | null, place, depth));
    this.#open.delete(list);
    return { kind: "list", items, place };
  }

  #map(map: YAMLMap, place: Place, depth: number): SourceNode {
    this.#open.add(map);
    const entries = new MapEntries(this.#problems);
    for (const pair of map.items as Pair<Node | null, Node | null>[]) {
      const key = pair.key === null ? place : this.#placeOf(pair.key);
      const name = this.#keyName(pair.key, key);
      if (name === undefined || !entries.admits(name, key)) continue;
      entries.set(name, key, this.#value(pair.value, key, depth));
    }
    this.#open.delete(map);
    return { kind: "map", entries: entries.all, place };
  }

  #value(node: Node | null, place: Place, depth: number): SourceNode {
    return node === null ? { kind: "scalar", value: null, place } : this.#node(node, depth + 1);
  }

  #keyName(key: Node | null, place: Place): string | undefined {
    if (!this.#yaml.isScalar(key)) {
      this.#problems.add({ place, message: "A key is no text.", hint: "Write a word, or quote it." });
      return undefined;
    }
    const name = key.source ?? String(key.value);
    if (name !== "<<") return name;
    this.#problems.add({
      place,
      message: "Merge keys (<<) are not supported.",
      hint: "Use `extends`, or repeat the values.",
    });
    return undefined;
  }

  #scalar(scalar: Scalar, place: Place): SourceNode {
    const isMasked = this.#scan.masked.some(({ start, end }) => start < place.end && end > place.start);
    if (isMasked) return broken(place);
    const lossy = lossyNumber(scalar.source ?? "", scalar.value);
    if (lossy !== undefined) return this.#refuse(place, lossy.message, lossy.hint);
    return { kind: "scalar", value: scalar.value, place };
  }

  #hasPlainTag({ tag }: Node, place: Place): boolean {
    if (tag === undefined || /^tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq)$/.test(tag))
      return true;
    this.#refuse(
      place,
      "Tags of your own are not supported.",
      "Leave the tag out; quote a value to make it a text.",
    );
    return false;
  }

  #refuse(place: Place, message: string, hint: string): SourceNode {
    this.#problems.add({ place, message, hint });
    return broken(place);
  }

  #placeOf({ range }: Node): Place {
    const [start, end] = range ?? [0, 1];
    return { file: this.#file, start, end: Math.max(end, start + 1) };
  }
}

const broken = (place: Place): SourceNode => ({ kind: "scalar", value: undefined, place, isBroken: true });
