import { suggest } from "@pergola/core";
import type { z } from "zod";
import { expectedValue } from "./expected-value.ts";
import type { ConfigProblem } from "./provider-factory.ts";
import { receivedValue } from "./received-value.ts";

type Issue = z.core.$ZodIssue;
type Issues = readonly Issue[];

/**
 * Everything that a schema has against a value: the value and what is allowed there, the way to mend it, and for an unknown
 * key the nearest one. Texts and numbers are only repeated where the schema asks for numbers or listed words: anything
 * else may be a secret.
 */
export function schemaProblems(schema: z.ZodType, value: unknown): readonly ConfigProblem[] {
  const result = parsed(schema, value);
  if (result.success) return [];
  return result.error.issues
    .flatMap(withoutUnions)
    .flatMap((issue) =>
      issue.code === "unrecognized_keys" ? unknownKeys(schema, issue) : [valueProblem(schema, value, issue)],
    );
}

/** Somebody else's schema may be of another library, or none. */
function parsed(schema: z.ZodType, value: unknown) {
  if (typeof schema?.safeParse !== "function") throw new TypeError("It has no safeParse().");
  const result = schema.safeParse(value);
  if (result?.success === true || Array.isArray(result?.error?.issues)) return result;
  throw new TypeError("safeParse() gave neither { success: true } nor { error: { issues } }.");
}

/** What is wrong with the alternative that was meant, where that can be told. */
function withoutUnions(issue: Issue): Issues {
  const meant = issue.code === "invalid_union" ? meantBranch(issue) : undefined;
  if (meant === undefined) return [issue];
  return meant.flatMap((inner) => withoutUnions({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** The one alternative of a union whose kind the value has. */
function meantBranch({ errors }: { readonly errors: readonly Issues[] }): Issues | undefined {
  const fitting = errors.filter((issues) => !issues.some(isOfAnotherKind));
  return fitting.length === 1 ? fitting[0] : undefined;
}

function isOfAnotherKind({ code, path }: Issue): boolean {
  return path.length === 0 && (code === "invalid_type" || code === "invalid_value");
}

function unknownKeys(schema: z.ZodType, { keys, path }: Extract<Issue, { code: "unrecognized_keys" }>) {
  const known = expectedValue(schema, path).keys;
  return keys.map((key) => ({
    path: [...path.map(pathPart), key],
    message: `There is no option "${key}".`,
    hint: suggest(key, known),
  }));
}

/** Issues that say no more than "another kind of value" or "out of range"; the others have a message of their own. */
const PLAIN: ReadonlySet<string> = new Set([
  "invalid_type",
  "invalid_value",
  "invalid_union",
  "too_small",
  "too_big",
]);

function valueProblem(schema: z.ZodType, value: unknown, issue: Issue): ConfigProblem {
  const { code = "custom", path, message } = issue;
  const { words, isFreeForm, isOptional } = expectedValue(schema, path);
  const place = { path: path.map(pathPart) };
  if (words === undefined || !PLAIN.has(code)) return { ...place, message: sentence(message) };
  const input = valueAt(value, path);
  const received = input === undefined ? "It is missing" : `Got ${receivedValue(input, isFreeForm)}`;
  return {
    ...place,
    message: `${received}; expected ${words}.`,
    hint: `Set it to ${words}${isOptional ? ", or leave it out" : ""}.`,
  };
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(
    (inner: unknown, key) => (inner as Readonly<Record<PropertyKey, unknown>>)?.[key],
    value,
  );
}

const pathPart = (part: PropertyKey) => (typeof part === "symbol" ? String(part) : part);

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);
