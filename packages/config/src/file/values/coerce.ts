import type { z } from "zod";
import { lossyNumber } from "../source/lossy-number.ts";
import type { MapEntry, ScalarNode, SourceNode } from "../source/source-node.ts";
import { alternatives, childSchemas, type JsonSchema, jsonSchemaOf } from "./json-schema-of.ts";

/** The tree with texts that came from a variable made what the schema asks for: a number, a boolean. */
export function coerce(node: SourceNode, schema: z.ZodType): SourceNode {
  return coerceAt(node, alternatives(jsonSchemaOf(schema)));
}

function coerceAt(node: SourceNode, places: readonly JsonSchema[]): SourceNode {
  if (places.length === 0) return node;
  if (node.kind === "scalar") return node.isWholeVariable === true ? coerceScalar(node, places) : node;
  if (node.kind === "list")
    return { ...node, items: node.items.map((item) => coerceAt(item, childSchemas(places, 0))) };
  const entries = [...node.entries].map(([key, { key: place, value }]): [string, MapEntry] => [
    key,
    { key: place, value: coerceAt(value, childSchemas(places, key)) },
  ]);
  return { ...node, entries: new Map(entries) };
}

/** A text stays one wherever a text may stand. */
function coerceScalar(node: ScalarNode, places: readonly JsonSchema[]): ScalarNode {
  const types = places.map(typeOf);
  if (typeof node.value !== "string" || types.some((type) => type === "any" || type === "string"))
    return node;
  const text = node.value.trim();
  if (types.includes("number") && isNumber(text)) return { ...node, value: Number(text) };
  if (types.includes("boolean") && /^(?:true|false)$/i.test(text))
    return { ...node, value: text.toLowerCase() === "true" };
  return node;
}

/** One that would be another number stays a text, which the schema refuses. */
const isNumber = (text: string) =>
  /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) && lossyNumber(text, Number(text)) === undefined;

function typeOf({ type, enum: listed, const: only }: JsonSchema): string {
  const sample = Array.isArray(listed) ? listed[0] : only;
  const named = sample === undefined ? type : typeof sample;
  return named === undefined ? "any" : named === "integer" ? "number" : String(named);
}
