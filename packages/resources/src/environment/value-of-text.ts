import { branches, type JsonSchema } from "../schema-branches.ts";

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * The text of a variable as what a schema asks for: a number, a boolean, a list (`a, b` or JSON), an object (JSON). A text
 * stays one wherever a text may stand, and when it is nothing of what is asked for: the schema then says what is.
 */
export function valueOfText(text: string, places: readonly JsonSchema[]): unknown {
  const types = new Set(places.flatMap(typesOf));
  if (types.size === 0 || types.has("string")) return text;
  const word = text.trim();
  if (types.has("number") && NUMBER.test(word)) return Number(word);
  if (types.has("boolean") && /^(?:true|false)$/i.test(word)) return word.toLowerCase() === "true";
  if (types.has("array")) return listOf(word, places);
  return types.has("object") ? (parsed(word) ?? text) : text;
}

function listOf(word: string, places: readonly JsonSchema[]): unknown {
  if (word.startsWith("[")) return parsed(word) ?? word;
  const items = places.flatMap((place) => branches(place.items));
  return word.split(",").map((item) => valueOfText(item.trim(), items));
}

/** Undefined for what is no JSON, so that the schema can say what it asks for. */
function parsed(word: string): unknown {
  try {
    return JSON.parse(word);
  } catch {
    return undefined;
  }
}

/** None for a schema that takes anything. */
function typesOf({ type, enum: listed, const: only }: JsonSchema): readonly string[] {
  const samples: readonly unknown[] = Array.isArray(listed) ? listed : only === undefined ? [] : [only];
  const types = samples.length > 0 ? samples.map((sample) => typeof sample) : [type].flat();
  return types.flatMap((each) => (typeof each === "string" ? [each === "integer" ? "number" : each] : []));
}
