import type { Usage } from "@pergola/core";
import type { WireUsage } from "./wire-chunk.ts";

/** The vendor's counts in our words; a missing total is the sum. */
export function usageFromWire(wire: WireUsage): Usage {
  const inputTokens = wire.prompt_tokens ?? 0;
  const outputTokens = wire.completion_tokens ?? 0;
  const cached = wire.prompt_tokens_details?.cached_tokens;
  const reasoning = wire.completion_tokens_details?.reasoning_tokens;
  return {
    inputTokens,
    outputTokens,
    totalTokens: wire.total_tokens ?? inputTokens + outputTokens,
    ...(typeof cached === "number" && { cachedInputTokens: cached }),
    ...(typeof reasoning === "number" && { reasoningTokens: reasoning }),
  };
}
