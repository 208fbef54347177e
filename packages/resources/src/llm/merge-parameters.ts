import type { ModelParameters } from "./model-parameters.ts";

/** Lays `over` on `under`, key by key. Only what is undefined counts as not set: 0 and "" do. */
export function mergeParameters(
  under: ModelParameters | undefined,
  over: ModelParameters | undefined,
): ModelParameters {
  const merged: Record<string, unknown> = {};
  for (const layer of [under, over]) {
    for (const key in layer) {
      const value = layer[key as keyof ModelParameters];
      if (value !== undefined) merged[key] = value;
    }
  }
  return merged;
}
