import { suggest } from "@pergola/core";
import { stepErrors } from "../errors.ts";

/** A parsed template: literal text and variables in turn. */
export interface Template {
  /** The first part of every variable's path, for example `user` of `{user.name}`. */
  readonly roots: ReadonlySet<string>;
  /** @throws MISSING_VARIABLE */
  render(variables: Variables): string;
  /** The value itself when the template is a single variable, else the rendered text. */
  resolve(variables: Variables): unknown;
}

/** Where a template's values come from. */
export interface Variables {
  readonly values: Readonly<Record<string, unknown>>;
  /** Stands in for a root that `values` does not have. */
  fallback?(root: string): unknown;
}

interface Variable {
  readonly source: string;
  readonly path: readonly string[];
}

const TOKEN = /\{\{|\}\}|\{\s*([A-Za-z_$][\w$-]*(?:\.[\w$-]+)*)\s*\}/g;

/**
 * Parses `Hello {user.name}`. `{{` and `}}` stand for single braces; a brace that encloses no variable name is itself,
 * so JSON may be written as it is. Only own properties are read.
 */
export function parseTemplate(source: string): Template {
  const parts = split(source);
  const variables = parts.filter((part) => typeof part !== "string");
  return {
    roots: new Set(variables.map((variable) => variable.path[0] ?? "")),
    render: (from) =>
      parts.map((part) => (typeof part === "string" ? part : toText(read(part, from)))).join(""),
    resolve(from) {
      const [only] = parts;
      return parts.length === 1 && only !== undefined && typeof only !== "string"
        ? read(only, from)
        : this.render(from);
    },
  };
}

function split(source: string): readonly (string | Variable)[] {
  const parts: (string | Variable)[] = [];
  let literal = "";
  let end = 0;
  for (const match of source.matchAll(TOKEN)) {
    literal += source.slice(end, match.index);
    end = match.index + match[0].length;
    if (match[1] === undefined) {
      literal += match[0][0];
      continue;
    }
    if (literal !== "") parts.push(literal);
    literal = "";
    parts.push({ source: match[1], path: match[1].split(".") });
  }
  literal += source.slice(end);
  if (literal !== "") parts.push(literal);
  return parts;
}

function read(variable: Variable, from: Variables): unknown {
  const [root = "", ...rest] = variable.path;
  let value = Object.hasOwn(from.values, root) ? from.values[root] : undefined;
  value ??= from.fallback?.(root);
  for (const key of rest) value = ownProperty(value, key);
  if (value === undefined) throw missing(variable, from.values);
  return value;
}

function ownProperty(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

function toText(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

function missing(variable: Variable, values: Readonly<Record<string, unknown>>) {
  const has = Object.keys(values).filter((key) => values[key] !== undefined);
  return stepErrors.create("MISSING_VARIABLE", {
    message: `The template needs {${variable.source}}, which the state does not have.`,
    hint: `Give it in the run's input, or write {{${variable.source}}} for the text itself. ${suggest(variable.source, has)}`,
    details: { variable: variable.source, available: has },
  });
}
