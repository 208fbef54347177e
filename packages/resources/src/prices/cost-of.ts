import type { ModelPrice, Usage } from "@pergola/core";
import { NANO_USD } from "../budget/budget-amount.ts";

/** Dollars per million tokens are as many thousands of billionths a token. */
const NANO_USD_PER_TOKEN = NANO_USD / 1_000_000;

/** Billionths of a dollar for so many tokens, rounded up. @param price US dollars per million */
export function nanoUsdOf(tokens: number, price: number): number {
  // What a product of decimals is off by must not make it one more.
  return Math.ceil(Number((tokens * price * NANO_USD_PER_TOKEN).toPrecision(15)));
}

/** What a usage costs, in billionths of a US dollar. */
export function nanoUsdOfUsage(usage: Usage, { input, cachedInput = input, output }: ModelPrice): number {
  const { inputTokens, outputTokens, cachedInputTokens = 0 } = usage;
  const cached = Math.min(Math.max(0, cachedInputTokens), inputTokens);
  return (
    nanoUsdOf(inputTokens - cached, input) + nanoUsdOf(cached, cachedInput) + nanoUsdOf(outputTokens, output)
  );
}

/** The usage with its cost in US dollars, if the price is known. */
export function withCost(usage: Usage, price: ModelPrice | undefined): Usage {
  return price === undefined ? usage : { ...usage, cost: nanoUsdOfUsage(usage, price) / NANO_USD };
}
