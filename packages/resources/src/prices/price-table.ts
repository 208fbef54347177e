import type { ModelPrice } from "@pergola/core";

/** A price, and where it was read. */
export interface ListedPrice {
  readonly price: ModelPrice;
  /** Address of the page that states it. */
  readonly page: string;
  /** Day on which it was read, as ISO date. */
  readonly date: string;
}

/** What a vendor takes for its models. */
export interface PriceSource {
  /** The vendor's own address: at any other one somebody else makes the prices. */
  readonly host: string;
  /** By id of the model, without a provider. Patterns have no place here: each is a fact, also that of a dated id. */
  readonly models: Readonly<Record<string, ListedPrice>>;
}

/** Grows by one whenever a price changes, or an id comes or goes. */
export const PRICE_TABLE_VERSION = 2;

/** Read on this day, on the vendor's own page. */
const openAi = (model: string, price: ModelPrice): ListedPrice => ({
  price,
  page: `https://developers.openai.com/api/docs/models/${model}`,
  date: "2026-11-22",
});

/** Quoted by a list that others keep, with which other lists agree; not read on a page of the vendor. */
const quoted = (input: number, cachedInput: number, output: number): ListedPrice => ({
  price: { input, cachedInput, output },
  page: "https://github.com/simonw/llm-prices/blob/main/data/openai.json",
  date: "2026-08-05",
});

const GPT_5_1 = openAi("gpt-5.1", { input: 1.25, cachedInput: 0.125, output: 10 });
const GPT_5_MINI = openAi("gpt-5-mini", { input: 0.25, cachedInput: 0.025, output: 2 });
const GPT_5_NANO = openAi("gpt-5-nano", { input: 0.05, cachedInput: 0.005, output: 0.4 });

/** What is stored is counted as if for an hour, the dearer of the two ways. */
const HAIKU_4_5: ListedPrice = {
  price: { input: 1, cachedInput: 0.1, cacheWrite: 2, output: 5 },
  page: "https://platform.claude.com/docs/en/about-claude/pricing",
  date: "2026-11-22",
};

/** By provider: what its vendor takes in its standard tier, of models that have one price whatever the length of a prompt. */
export const PRICE_TABLE: Readonly<Record<string, PriceSource>> = {
  openai: {
    host: "api.openai.com",
    models: {
      "gpt-5.1": GPT_5_1,
      "gpt-5.1-2025-11-13": GPT_5_1,
      "gpt-5": quoted(1.25, 0.125, 10),
      "gpt-5-mini": GPT_5_MINI,
      "gpt-5-mini-2025-08-07": GPT_5_MINI,
      "gpt-5-nano": GPT_5_NANO,
      "gpt-5-nano-2025-08-07": GPT_5_NANO,
      "gpt-4.1": quoted(2, 0.5, 8),
      "gpt-4.1-mini": quoted(0.4, 0.1, 1.6),
      "gpt-4.1-nano": quoted(0.1, 0.025, 0.4),
      "gpt-4o": quoted(2.5, 1.25, 10),
      "gpt-4o-mini": quoted(0.15, 0.075, 0.6),
      "o3-mini": quoted(1.1, 0.55, 4.4),
      "o4-mini": quoted(1.1, 0.275, 4.4),
    },
  },
  anthropic: {
    host: "api.anthropic.com",
    models: { "claude-haiku-4-5": HAIKU_4_5, "claude-haiku-4-5-20251001": HAIKU_4_5 },
  },
};
