import type { Usage } from "@pergola/core";
import { toldUsage } from "@pergola/resources";
import type { WireUsage } from "./wire-chunk.ts";

/** The vendor's counts in our words, if they can be counts; a missing total is the sum. */
export function usageFromWire(wire: WireUsage): Usage | undefined {
  return toldUsage({
    inputTokens: wire.prompt_tokens,
    outputTokens: wire.completion_tokens,
    totalTokens: wire.total_tokens,
    cachedInputTokens: wire.prompt_tokens_details?.cached_tokens,
    reasoningTokens: wire.completion_tokens_details?.reasoning_tokens,
  });
}
