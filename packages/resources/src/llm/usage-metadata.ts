import type { UsageMetadata } from "@langchain/core/messages";
import type { Usage } from "@pergola/core";

/** LangChain's form of a usage. */
export function toUsageMetadata(usage: Usage): UsageMetadata {
  const { inputTokens, outputTokens, totalTokens, cachedInputTokens, reasoningTokens } = usage;
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: totalTokens,
    ...(cachedInputTokens !== undefined && { input_token_details: { cache_read: cachedInputTokens } }),
    ...(reasoningTokens !== undefined && { output_token_details: { reasoning: reasoningTokens } }),
  };
}

/** Our form of LangChain's usage; undefined when the model counted nothing. */
export function fromUsageMetadata(metadata: UsageMetadata | undefined): Usage | undefined {
  if (metadata === undefined || metadata === null) return undefined;
  const cached = metadata.input_token_details?.cache_read;
  const reasoning = metadata.output_token_details?.reasoning;
  return {
    inputTokens: metadata.input_tokens,
    outputTokens: metadata.output_tokens,
    totalTokens: metadata.total_tokens,
    ...(cached !== undefined && { cachedInputTokens: cached }),
    ...(reasoning !== undefined && { reasoningTokens: reasoning }),
  };
}
