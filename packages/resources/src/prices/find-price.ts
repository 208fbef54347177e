import type { ModelPrice } from "@pergola/core";
import type { ResolvedReference } from "../llm/resolve-reference.ts";
import { givenPrice, type ModelPrices } from "./price-patterns.ts";
import { PRICE_TABLE } from "./price-table.ts";

/** A model that may have a price. */
export interface PricedModel {
  /** As events show it: `openai:gpt-5-mini`. */
  readonly id: string;
  /** Where calls go, if not to the vendor's own address. */
  readonly baseURL?: unknown;
}

/** The built-in models that run on this machine and that nobody is paid for. */
const OFFLINE = /^offline(:|$)/;

const FREE: ModelPrice = Object.freeze({ input: 0, output: 0 });

/**
 * The price of a model: as given, else of the built-in table, which speaks for the vendor's own address only. Never
 * guessed: an id that nobody names has none.
 */
export function findPrice({ id, baseURL }: PricedModel, prices: ModelPrices = {}): ModelPrice | undefined {
  const given = givenPrice(id, prices);
  if (given !== undefined) return given;
  if (OFFLINE.test(id)) return FREE;
  const [provider = "", ...rest] = id.split(":");
  const source = Object.hasOwn(PRICE_TABLE, provider) ? PRICE_TABLE[provider] : undefined;
  if (source === undefined || !isAt(baseURL, source.host)) return undefined;
  const model = rest.join(":");
  return Object.hasOwn(source.models, model) ? source.models[model]?.price : undefined;
}

function isAt(baseURL: unknown, host: string): boolean {
  if (baseURL === undefined) return true;
  return typeof baseURL === "string" && URL.canParse(baseURL) && new URL(baseURL).host === host;
}

/** The price of what a reference stands for. Where the calls of a ready model go only its maker knows: its price must be given. */
export function priceOf(resolved: ResolvedReference, prices: ModelPrices = {}): ModelPrice | undefined {
  const given = givenPrice(resolved.id, prices);
  if (given !== undefined || resolved.kind === "ready") return given;
  const { factory, config } = resolved;
  const { defaults } = factory;
  const [model, baseURL] = [config.model ?? defaults?.model, config.baseURL ?? defaults?.baseURL];
  // A provider that has its model from its own defaults is called by its name alone.
  const id = typeof model === "string" ? `${factory.name}:${model}` : resolved.id;
  return findPrice({ id, baseURL }, prices);
}
