import type { UsageMetadata } from "@langchain/core/messages";
import type { Usage } from "@pergola/core";
import { toldUsage } from "./told-usage.ts";

/** LangChain's form of a usage. */
export function toUsageMetadata(usage: Usage): UsageMetadata {
  const { inputTokens, outputTokens, totalTokens, cachedInputTokens, cacheWriteTokens, reasoningTokens } =
    usage;
  const ofInput = {
    ...(cachedInputTokens !== undefined && { cache_read: cachedInputTokens }),
    ...(cacheWriteTokens !== undefined && { cache_creation: cacheWriteTokens }),
  };
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: totalTokens,
    ...(Object.keys(ofInput).length > 0 && { input_token_details: ofInput }),
    ...(reasoningTokens !== undefined && { output_token_details: { reasoning: reasoningTokens } }),
  };
}

/** Our form of LangChain's usage; undefined when the model counted nothing, or what cannot be counts. */
export function fromUsageMetadata(metadata: UsageMetadata | undefined): Usage | undefined {
  return toldUsage({
    inputTokens: metadata?.input_tokens,
    outputTokens: metadata?.output_tokens,
    totalTokens: metadata?.total_tokens,
    cachedInputTokens: metadata?.input_token_details?.cache_read,
    cacheWriteTokens: metadata?.input_token_details?.cache_creation,
    reasoningTokens: metadata?.output_token_details?.reasoning,
  });
}
