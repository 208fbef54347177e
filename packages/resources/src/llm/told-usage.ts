import type { Usage } from "@pergola/core";

/** More tokens than any one call has. */
const MAX_TOKENS = 1_000_000_000;

/** More than any one call costs, in US dollars. */
const MAX_COST = 1_000_000_000;

/**
 * What a vendor says that a call took, if it can be true: whole numbers from 0 on, a total that is at least their sum.
 * Undefined for anything else, which is what a budget takes for "nobody knows". Details that make no sense are left out.
 */
export function toldUsage(value: unknown): Usage | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { inputTokens, outputTokens, totalTokens, ...details } = value as Partial<
    Record<keyof Usage, unknown>
  >;
  if (!isCount(inputTokens) || !isCount(outputTokens)) return undefined;
  const sum = inputTokens + outputTokens;
  const { cachedInputTokens, cacheWriteTokens, reasoningTokens, cost } = details;
  return {
    inputTokens,
    outputTokens,
    totalTokens: isCount(totalTokens) ? Math.max(totalTokens, sum) : sum,
    ...(isCount(cachedInputTokens) && { cachedInputTokens }),
    ...(isCount(cacheWriteTokens) && { cacheWriteTokens }),
    ...(isCount(reasoningTokens) && { reasoningTokens }),
    ...(typeof cost === "number" && cost >= 0 && cost < MAX_COST && { cost }),
  };
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_TOKENS;
}
