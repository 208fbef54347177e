import type { ModelPrice } from "@pergola/core";

/**
 * Prices by model id, `provider:model`, or by a pattern in which `*` stands for any characters: `ollama:*`. An id goes
 * before every pattern, a longer pattern before a shorter one.
 */
export type ModelPrices = Readonly<Record<string, ModelPrice>>;

/** The price of a model among those that were given. */
export function givenPrice(id: string, prices: ModelPrices): ModelPrice | undefined {
  if (Object.hasOwn(prices, id)) return prices[id];
  const patterns = Object.keys(prices).filter((pattern) => pattern.includes("*") && fits(id, pattern));
  const [best] = patterns.sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return best === undefined ? undefined : prices[best];
}

/** Without a regular expression: the parts between the stars in their order, the first and the last at the ends. */
function fits(id: string, pattern: string): boolean {
  const parts = pattern.split("*");
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  if (id.length < first.length + last.length || !id.startsWith(first) || !id.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = id.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= id.length - last.length;
}
