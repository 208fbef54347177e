import type { GraphDescription } from "@pergola/core";

/** What has a graph to show: a flow, an agent. */
export interface Describable {
  describe(): GraphDescription;
}

export function isDescribable(value: unknown): value is Describable {
  const isObject = (typeof value === "object" || typeof value === "function") && value !== null;
  return isObject && "describe" in value && typeof value.describe === "function";
}
