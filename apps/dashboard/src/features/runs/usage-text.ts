import type { Usage } from "@pergola/core";

/** `120 in · 34 out · 80 of the input from cache`. */
export function usageText(usage: Usage): string {
  const parts = [`${usage.inputTokens} in`, `${usage.outputTokens} out`];
  if (usage.cachedInputTokens) parts.push(`${usage.cachedInputTokens} of the input from cache`);
  if (usage.reasoningTokens) parts.push(`${usage.reasoningTokens} of the output reasoning`);
  return parts.join(" · ");
}
