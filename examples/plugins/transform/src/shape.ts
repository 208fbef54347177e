import { parseTemplate, type Variables } from "@pergola/core-steps";

/** What makes a value of the state's values. */
export type Shape = (variables: Variables) => unknown;

/**
 * Reads a shape: texts in it are templates, and a text that is one variable alone keeps the type of its value. Lists and
 * objects are shaped inside; all else is itself.
 */
export function parseShape(source: unknown): Shape {
  if (typeof source === "string") {
    const template = parseTemplate(source);
    return (variables) => template.resolve(variables);
  }
  if (Array.isArray(source)) {
    const items = source.map(parseShape);
    return (variables) => items.map((item) => item(variables));
  }
  if (typeof source !== "object" || source === null) return () => source;
  const entries = Object.entries(source).map(([key, value]) => [key, parseShape(value)] as const);
  return (variables) => Object.fromEntries(entries.map(([key, shape]) => [key, shape(variables)]));
}
