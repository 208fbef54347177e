import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nanoUsdOf, nanoUsdOfUsage, withCost } from "./cost-of.ts";
import { findPrice, priceOf } from "./find-price.ts";
import { modelPricesSchema } from "./model-prices-schema.ts";
import { PRICE_TABLE, PRICE_TABLE_VERSION } from "./price-table.ts";

const price = { input: 1, output: 2 };

describe("the price of a model", () => {
  test("is that of the table, at the vendor's own address", () => {
    const mini = { input: 0.25, cachedInput: 0.025, output: 2 };
    expect(findPrice({ id: "openai:gpt-5-mini" })).toEqual(mini);
    expect(findPrice({ id: "openai:gpt-5-mini-2025-08-07" })).toEqual(mini);
    expect(findPrice({ id: "openai:gpt-5-mini", baseURL: "https://api.openai.com/v1" })).toEqual(mini);
  });

  test.each([
    ["a day of a model that the table does not name", { id: "openai:gpt-5-mini-2099-01-01" }],
    ["another model of the same beginning", { id: "openai:gpt-5-minimal" }],
    ["another spelling", { id: "openai:GPT-5-mini" }],
    ["a model that was trained further", { id: "openai:ft:gpt-4o-mini:me::1" }],
    ["another provider's model of the same name", { id: "azure:gpt-5-mini" }],
    ["another address", { id: "openai:gpt-5-mini", baseURL: "http://127.0.0.1:1/v1" }],
    ["an address that is none", { id: "openai:gpt-5-mini", baseURL: "nowhere" }],
    ["a provider without a model", { id: "openai" }],
    ["names that objects have of their own", { id: "constructor:toString" }],
    ["a member that a table has of its own", { id: "openai:toString" }],
  ])("is unknown for %s", (_, model) => {
    expect(findPrice(model)).toBeUndefined();
  });

  test("is what was given, also where the table has another", () => {
    expect(findPrice({ id: "openai:gpt-5-mini" }, { "openai:gpt-5-mini": price })).toBe(price);
    expect(findPrice({ id: "openai:gpt-5-mini", baseURL: "http://x/" }, { "openai:*": price })).toBe(price);
  });

  test("is that of the id, then of the longest pattern that fits", () => {
    const [a, b, c] = [1, 2, 3].map((input) => ({ input, output: 1 }));
    const prices = {
      "openai:*": a as typeof price,
      "openai:gpt-5*": b as typeof price,
      "openai:gpt-5": c as typeof price,
    };
    expect(findPrice({ id: "openai:gpt-5" }, prices)).toBe(c);
    expect(findPrice({ id: "openai:gpt-5-nano" }, prices)).toBe(b);
    expect(findPrice({ id: "openai:o3" }, prices)).toBe(a);
    expect(findPrice({ id: "ollama:o3" }, prices)).toBeUndefined();
  });

  test("goes by patterns as a regular expression would", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", ":", "."), maxLength: 8 });
    fc.assert(
      fc.property(text, fc.array(text, { minLength: 2, maxLength: 4 }), (id, parts) => {
        const pattern = parts.join("*");
        const escaped = parts.map((part) => part.replaceAll(".", "\\."));
        const fits = new RegExp(`^${escaped.join(".*")}$`).test(id);
        expect(findPrice({ id: `x${id}` }, { [`x${pattern}`]: price }) === price).toBe(fits);
      }),
      { numRuns: 500 },
    );
  });

  test("of the model that runs on this machine is none", () => {
    expect(findPrice({ id: "offline:offline" })).toEqual({ input: 0, output: 0 });
  });
});

describe("the price table", () => {
  test("says where each price is from and when it stood there, and holds prices that could be given", () => {
    expect(PRICE_TABLE_VERSION).toBe(2);
    for (const { host, models } of Object.values(PRICE_TABLE)) {
      expect(new URL(`https://${host}`).host).toBe(host);
      for (const [model, { price: listed, page, date }] of Object.entries(models)) {
        expect(model).not.toContain("*");
        expect(modelPricesSchema.safeParse({ [model]: listed }).success).toBe(true);
        expect(new URL(page).protocol).toBe("https:");
        expect(new Date(date).toISOString().slice(0, 10)).toBe(date);
      }
    }
  });
});

describe("a cost", () => {
  test("counts cached input at its own price, and at that of input where there is none", () => {
    const usage = { inputTokens: 1_000, outputTokens: 100, totalTokens: 1_100, cachedInputTokens: 400 };
    expect(withCost(usage, { ...price, cachedInput: 0.1 }).cost).toBe(0.00084);
    expect(withCost(usage, price).cost).toBe(0.0012);
    expect(withCost(usage, undefined)).toBe(usage);
  });

  test("counts input that was stored in a cache at its own price: what is told, else all that was not read from it", () => {
    const usage = { inputTokens: 1_000, outputTokens: 0, totalTokens: 1_000, cachedInputTokens: 400 };
    const model = { input: 1, cachedInput: 0.1, cacheWrite: 2, output: 2 };
    expect(withCost({ ...usage, cacheWriteTokens: 100 }, model).cost).toBe(0.00004 + 0.0002 + 0.0005);
    expect(withCost(usage, model).cost).toBe(0.00124);
    expect(withCost({ ...usage, cacheWriteTokens: 100 }, price).cost).toBe(0.001);
  });

  test("counts what was thought, also where only the total tells of it", () => {
    expect(withCost({ inputTokens: 10, outputTokens: 5, totalTokens: 115 }, price).cost).toBe(0.00022);
  });

  test("is rounded up, and not by what a product of decimals is off by", () => {
    expect(nanoUsdOf(1, 0.0001)).toBe(1);
    expect(nanoUsdOf(3, 0.1)).toBe(300);
    expect(nanoUsdOf(1, 0.075)).toBe(75);
  });

  test("never exceeds that of as many tokens at their full price, and parts never cost less than the whole", () => {
    const count = fc.nat({ max: 1_000_000 });
    const dollars = fc.integer({ min: 0, max: 100_000 }).map((cents) => cents / 1_000);
    fc.assert(
      fc.property(count, count, dollars, (a, b, each) => {
        expect(nanoUsdOf(a, each) + nanoUsdOf(b, each)).toBeGreaterThanOrEqual(nanoUsdOf(a + b, each));
        const usage = { inputTokens: a, outputTokens: b, totalTokens: a + b, cachedInputTokens: b };
        const model = { input: each, cachedInput: each / 2, output: each };
        expect(nanoUsdOfUsage(usage, model)).toBeLessThanOrEqual(nanoUsdOf(a, each) + nanoUsdOf(b, each) + 1);
      }),
    );
  });
});

describe("the price of a reference", () => {
  const priceOfModel = (defaults: object, config: object, prices = {}) =>
    priceOf(
      { kind: "provided", id: "openai", key: "", factory: { name: "openai", defaults }, config } as never,
      prices,
    );

  test("is that of the model that its provider has by default, at the address that it has by default", () => {
    expect(priceOfModel({ model: "gpt-5-mini" }, {})?.output).toBe(2);
    expect(priceOfModel({ model: "gpt-5-mini" }, { model: "gpt-5" })?.output).toBe(10);
    expect(priceOfModel({ model: "gpt-5", baseURL: "http://127.0.0.1/v1" }, {})).toBeUndefined();
    expect(priceOfModel({ model: "gpt-5" }, {}, { "openai:*": price })).toBe(price);
    expect(priceOfModel({ model: "gpt-5" }, {}, { openai: price })).toBe(price);
  });

  test("of a ready model is what was given, and never that of the table", () => {
    const ready = { kind: "ready", id: "openai:gpt-5", model: {} } as never;
    expect(priceOf(ready)).toBeUndefined();
    expect(priceOf(ready, { "openai:gpt-5": price })).toBe(price);
  });
});
