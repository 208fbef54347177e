import type { GraphDescription } from "@pergola/core";
import { vizErrors } from "./errors.ts";

/** What can be drawn: a description, or whatever describes itself (a flow, an agent). */
export type Drawable = GraphDescription | { describe(): GraphDescription };

/** The description of a drawable. @throws INVALID_GRAPH */
export function toDescription(drawable: Drawable): GraphDescription {
  const description = isDescribable(drawable) ? drawable.describe() : drawable;
  if (Array.isArray(description?.nodes) && Array.isArray(description.edges)) return description;
  throw vizErrors.create("INVALID_GRAPH", {
    message: `Got ${received(description)}; expected a graph with nodes and edges.`,
    hint: "Pass a GraphDescription, or an object whose describe() returns one.",
  });
}

function isDescribable(value: unknown): value is { describe(): GraphDescription } {
  const isObject = (typeof value === "object" || typeof value === "function") && value !== null;
  return isObject && "describe" in value && typeof value.describe === "function";
}

function received(value: unknown): string {
  if (value === null || typeof value !== "object") return String(value);
  const keys = Object.keys(value);
  return keys.length === 0 ? "an empty object" : `an object with ${keys.slice(0, 8).join(", ")}`;
}
