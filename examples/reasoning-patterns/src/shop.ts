import { calculator, defineTool } from "@pergola/tools";
import { z } from "zod";

const PRICES = { lamp: 49.9, shade: 18.5 } as const;

/** What the agents can ask: a price list and a calculator. */
export const shop = [
  defineTool({
    name: "price",
    description: "Tells the price of an article, in euros.",
    input: z.object({ article: z.enum(["lamp", "shade"]) }),
    execute: ({ article }) => String(PRICES[article]),
  }),
  calculator(),
];
