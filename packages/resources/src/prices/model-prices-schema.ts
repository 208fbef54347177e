import type { ModelPrice } from "@pergola/core";
import { z } from "zod";
import { lazySchema } from "../lazy-schema.ts";

/** Far above every price there is; so that what a call may cost stays a number that can be counted with. */
const MAX_PRICE = 100_000;

const dollars = () => z.number().min(0).max(MAX_PRICE);

/** Schema of {@link ModelPrices}, wherever they are given. */
export const modelPricesSchema = lazySchema(() =>
  z
    .record(
      z.string().min(1),
      z.strictObject({
        input: dollars().describe("US dollars per million tokens of input."),
        cachedInput: dollars()
          .describe("The same from the vendor's cache. Default: that of input.")
          .optional(),
        cacheWrite: dollars()
          .describe("The same for input that the vendor stores in its cache. Default: that of input.")
          .optional(),
        output: dollars().describe("US dollars per million tokens of output."),
      } satisfies Record<keyof ModelPrice, z.ZodType>),
    )
    .describe(
      'Prices by model, "provider:model", or by a pattern such as "ollama:*"; over the built-in ones.',
    ),
);
