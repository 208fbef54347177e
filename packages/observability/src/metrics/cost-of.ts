import type { Usage } from "@pergola/core";

/** What a call cost, in US dollars; undefined when its price is not known. */
export function costOf(usage: Usage | undefined): number | undefined {
  const { cost } = (usage ?? {}) as { readonly cost?: unknown };
  return typeof cost === "number" && cost >= 0 ? cost : undefined;
}
