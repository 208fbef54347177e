import type { ModelPrice } from "@pergola/core";

/** Where prices come from. */
export interface PriceSource {
  /** Name of the page that states them. */
  readonly name: string;
  /** Day on which they stood there, as ISO date. */
  readonly date: string;
  /** The vendor's own address: at any other one somebody else makes the prices. */
  readonly host: string;
  /** By id of the model, without a provider. Patterns have no place here: each is a fact. */
  readonly models: Readonly<Record<string, ModelPrice>>;
}

/** Grows by one whenever a price changes. */
export const PRICE_TABLE_VERSION = 1;

const price = (input: number, cachedInput: number, output: number): ModelPrice => ({
  input,
  cachedInput,
  output,
});

/** By provider: what its vendor takes in its standard tier, of models that have one price whatever the length of a prompt. */
export const PRICE_TABLE: Readonly<Record<string, PriceSource>> = {
  openai: {
    name: "OpenAI API pricing, standard tier",
    date: "2026-03-21",
    host: "api.openai.com",
    models: {
      "gpt-5.1": price(1.25, 0.125, 10),
      "gpt-5": price(1.25, 0.125, 10),
      "gpt-5-mini": price(0.25, 0.025, 2),
      "gpt-5-nano": price(0.05, 0.005, 0.4),
      "gpt-4.1": price(2, 0.5, 8),
      "gpt-4.1-mini": price(0.4, 0.1, 1.6),
      "gpt-4.1-nano": price(0.1, 0.025, 0.4),
      "gpt-4o": price(2.5, 1.25, 10),
      "gpt-4o-2024-08-06": price(2.5, 1.25, 10),
      "gpt-4o-2024-11-20": price(2.5, 1.25, 10),
      "gpt-4o-mini": price(0.15, 0.075, 0.6),
      "gpt-4o-mini-2024-07-18": price(0.15, 0.075, 0.6),
      o1: price(15, 7.5, 60),
      o3: price(2, 0.5, 8),
      "o3-mini": price(1.1, 0.55, 4.4),
      "o4-mini": price(1.1, 0.275, 4.4),
    },
  },
  anthropic: {
    name: "Anthropic API pricing, standard tier",
    date: "2025-10-22",
    host: "api.anthropic.com",
    models: {
      "claude-haiku-4-5": price(1, 0.1, 5),
      "claude-haiku-4-5-20251001": price(1, 0.1, 5),
      "claude-opus-4-1": price(15, 1.5, 75),
      "claude-3-5-haiku-20241022": price(0.8, 0.08, 4),
    },
  },
};
