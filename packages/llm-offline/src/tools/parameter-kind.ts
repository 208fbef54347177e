import { allows, type Parameter } from "./json-schema.ts";

/** What a parameter seems to want, judged by its type, name and description alone. */
export type ParameterKind =
  | "choice"
  | "number"
  | "flag"
  | "expression"
  | "time-zone"
  | "place"
  | "source-unit"
  | "target-unit"
  | "email"
  | "url"
  | "date"
  | "identifier"
  | "text"
  | "unknown";

/** The first that fits. `name` is tried on the name split into words, `description` on the description. */
const TEXT_KINDS: readonly {
  readonly kind: ParameterKind;
  readonly name?: RegExp;
  readonly description?: RegExp;
}[] = [
  { kind: "time-zone", name: /\b(time ?zone|tz)\b/, description: /\btime ?zone\b|\biana\b/ },
  { kind: "source-unit", name: /^(from|source)\b|\bfrom$/, description: /\b(from|source) (unit|currency)\b/ },
  { kind: "target-unit", name: /^(to|target|into)\b|\bto$/, description: /\b(to|target) (unit|currency)\b/ },
  { kind: "email", name: /\be ?mail\b/, description: /\be-?mail address\b/ },
  { kind: "url", name: /\b(url|uri|link)\b/, description: /\b(url|web address)\b/ },
  {
    kind: "expression",
    name: /\b(expression|formula|equation)\b/,
    description: /\b(arithmetic|math\w*) expression\b/,
  },
  {
    kind: "place",
    name: /\b(city|place|location|town|country|region)\b/,
    description: /\b(city|place|location)\b/,
  },
  { kind: "date", name: /\b(date|day)\b/ },
  { kind: "identifier", name: /\b(id|number|code|key|sku)$/ },
];

export function kindOf({ name, schema }: Parameter): ParameterKind {
  if (schema.enum !== undefined || schema.const !== undefined) return "choice";
  if (allows(schema, "number") || allows(schema, "integer")) return "number";
  if (allows(schema, "boolean")) return "flag";
  if (!allows(schema, "string")) return "unknown";
  if (schema.format === "email") return "email";
  if (schema.format === "uri" || schema.format === "url") return "url";
  if (schema.format === "date") return "date";
  return textKindOf(wordsOfName(name), (schema.description ?? "").toLowerCase());
}

function textKindOf(name: string, description: string): ParameterKind {
  const byName = TEXT_KINDS.find((candidate) => candidate.name?.test(name));
  const found = byName ?? TEXT_KINDS.find((candidate) => candidate.description?.test(description));
  return found?.kind ?? "text";
}

/** `timeZone` and `time_zone` are `time zone`. */
export function wordsOfName(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .toLowerCase();
}
