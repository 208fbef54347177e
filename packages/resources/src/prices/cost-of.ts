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
export function nanoUsdOfUsage(usage: Usage, price: ModelPrice): number {
  const { input, cachedInput = input, cacheWrite = input, output } = price;
  const { inputTokens, outputTokens, totalTokens, cachedInputTokens = 0 } = usage;
  const cached = Math.min(cachedInputTokens, inputTokens);
  const { cacheWriteTokens = price.cacheWrite === undefined ? 0 : inputTokens } = usage;
  const written = Math.min(cacheWriteTokens, inputTokens - cached);
  return (
    nanoUsdOf(inputTokens - cached - written, input) +
    nanoUsdOf(cached, cachedInput) +
    nanoUsdOf(written, cacheWrite) +
    // Some count what a model thinks in the total only.
    nanoUsdOf(Math.max(outputTokens, totalTokens - inputTokens), output)
  );
}

/** The most that a token of input can cost, in US dollars per million. */
export function dearestInput({ input, cachedInput = 0, cacheWrite = 0 }: ModelPrice): number {
  return Math.max(input, cachedInput, cacheWrite);
}

/** The usage with its cost in US dollars, if the price is known. */
export function withCost(usage: Usage, price: ModelPrice | undefined): Usage {
  return price === undefined ? usage : { ...usage, cost: nanoUsdOfUsage(usage, price) / NANO_USD };
}
