import type { PergolaError, Usage } from "@pergola/core";

/** What a failed call has cost: providers put it into `details.usage` when their vendor said so before the failure. */
export function usageOfError({ details }: PergolaError): Usage | undefined {
  const { usage } = details;
  return isUsage(usage) ? usage : undefined;
}

function isUsage(value: unknown): value is Usage {
  if (typeof value !== "object" || value === null) return false;
  const { inputTokens, outputTokens, totalTokens } = value as Partial<Record<keyof Usage, unknown>>;
  return [inputTokens, outputTokens, totalTokens].every((count) => typeof count === "number" && count >= 0);
}
