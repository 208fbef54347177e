import { isSecretKey } from "@pergola/core";
import { toJSONSchema, type z } from "zod";
import { branches, type JsonSchema } from "../schema-branches.ts";

/** `auth: "required"` must not take a word out of every message. */
const PLAIN_WORD = /^(?:[a-z]{0,15}|[A-Z]{0,15})$/;
const MAX_DEPTH = 8;
const MAX_VALUES = 10_000;
/** Their last word sounds secret, and they are folders. */
const FOLDERS: ReadonlySet<string> = new Set(["PWD", "OLDPWD"]);

/**
 * The texts in a provider's config that are secrets: of keys that sound so (`apiKey`), of keys that its schema marks
 * (`z.string().meta({ secret: true })`, `writeOnly` or `format: "password"`), and passwords in addresses.
 */
export function configSecrets(config: unknown, schema?: z.ZodType): readonly string[] {
  const found = new Set<string>();
  const marked = schema === undefined ? NONE : markedKeys(schema);
  let left = MAX_VALUES;
  const look = (value: unknown, isSecret: boolean, depth: number): void => {
    left -= 1;
    if (typeof value === "string") for (const text of secretsIn(value, isSecret)) found.add(text);
    if (typeof value !== "object" || value === null || depth > MAX_DEPTH || left < 0) return;
    for (const [key, inner] of Object.entries(value))
      look(inner, (isSecret && Array.isArray(value)) || isSecretKey(key) || marked.has(key), depth + 1);
  };
  look(config, false, 0);
  return [...found];
}

/** The values of variables whose names sound secret, and passwords in addresses. */
export function environmentSecrets(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const names = Object.keys(env).filter((name) => !FOLDERS.has(name));
  return names.flatMap((name) => secretsIn(env[name] ?? "", isSecretKey(name)));
}

function secretsIn(text: string, isSecret: boolean): readonly string[] {
  const ofAddress = text.includes("://") && text.includes("@") ? passwordOf(text) : [];
  const ofKey = isSecret ? [text, text.replace(/^(?:Bearer|Basic|Token)\s+/i, "")] : [];
  return [...ofKey, ...ofAddress].filter((secret) => !PLAIN_WORD.test(secret));
}

function passwordOf(text: string): readonly string[] {
  const { password = "" } = URL.canParse(text) ? new URL(text) : {};
  return [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const NONE: ReadonlySet<string> = new Set();
const known = new WeakMap<z.ZodType, ReadonlySet<string>>();

/** Keys that a schema marks, at any depth. */
function markedKeys(schema: z.ZodType): ReadonlySet<string> {
  const marked = known.get(schema) ?? findMarked(schema);
  known.set(schema, marked);
  return marked;
}

function findMarked(schema: z.ZodType): ReadonlySet<string> {
  const marked = new Set<string>();
  try {
    collect(toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema, marked, 0);
  } catch {
    // A schema that JSON Schema has no words for, or that is none of zod's, marks nothing.
  }
  return marked;
}

function collect(schema: unknown, marked: Set<string>, depth: number): void {
  if (typeof schema !== "object" || schema === null || depth > MAX_DEPTH * 2) return;
  const { properties } = schema as { readonly properties?: unknown };
  for (const [key, inner] of Object.entries((properties ?? {}) as object))
    if (branches(inner as JsonSchema).some(isMarked)) marked.add(key);
  for (const inner of Object.values(schema)) collect(inner, marked, depth + 1);
}

function isMarked(schema: JsonSchema): boolean {
  const { secret, writeOnly, format } = schema as Readonly<Record<string, unknown>>;
  return secret === true || writeOnly === true || format === "password";
}
