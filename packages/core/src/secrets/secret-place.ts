import { isSecretKey } from "./secret-key.ts";

/** What the place of a value says about it: below a key that sounds secret, or in a list of header names and values. */
export type SecretPlace = "plain" | "secret" | "headers";

/** Of what stands under a key of an object. */
export function placeOfProperty(owner: object, key: PropertyKey, outer: SecretPlace): SecretPlace {
  if (outer === "secret") return "secret";
  if (typeof key !== "string") return "plain";
  if (isSecretKey(key) || (key === "value" && isNamedSecret(owner))) return "secret";
  return /headers$/i.test(key) ? "headers" : "plain";
}

/** Of what stands under a key of a map or a list of entries. */
export function placeOfEntry(key: unknown): SecretPlace {
  return typeof key === "string" && isSecretKey(key) ? "secret" : "plain";
}

/** Of what comes after something in a list: in lists of headers, the value after its name. */
export function placeAfter(before: unknown, outer: SecretPlace): SecretPlace {
  return outer === "headers" && placeOfEntry(before) === "secret" ? "secret" : outer;
}

/** Of what an object holds: `password: { type: "string" }` describes a password, and is none. */
export function placeInside(value: object, outer: SecretPlace): SecretPlace {
  return outer === "headers" || (outer === "secret" && isSchema(value)) ? "plain" : outer;
}

/** `{ name: "Authorization", value: "…" }` */
function isNamedSecret(owner: object): boolean {
  const { name, key } = owner as { readonly name?: unknown; readonly key?: unknown };
  return placeOfEntry(name) === "secret" || placeOfEntry(key) === "secret";
}

const JSON_TYPES: ReadonlySet<unknown> = new Set([
  "string",
  "number",
  "integer",
  "boolean",
  "object",
  "array",
  "null",
]);

function isSchema(value: object): boolean {
  const { type, $ref, anyOf } = value as Readonly<Record<string, unknown>>;
  return JSON_TYPES.has(type) || typeof $ref === "string" || Array.isArray(anyOf);
}
