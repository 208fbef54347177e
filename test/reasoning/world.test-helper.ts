import { calculator, clock, defineTool, type Tool, unitConverter } from "@pergola/tools";
import { z } from "zod";

const PRICES: Readonly<Record<string, number>> = { "A-17": 50, "B-2": 12.5, "C-300": 199 };
const STOCK: Readonly<Record<string, number>> = {
  "A-17@Rome": 3,
  "A-17@Oslo": 8,
  "B-2@Rome": 0,
  "B-2@Oslo": 40,
};
const article = z.string().regex(/^[A-Z]-\d+$/, "an article number such as A-17");

const price = defineTool({
  name: "price",
  description: "Tells the price of an article.",
  input: z.object({ article }),
  execute: ({ article }) => {
    const found = PRICES[article];
    if (found === undefined)
      throw new Error(`There is no article ${article}. Known: ${Object.keys(PRICES).join(", ")}.`);
    return String(found);
  },
});

const stock = defineTool({
  name: "stock",
  description: "Tells how many pieces of an article a warehouse has.",
  input: z.object({ article, city: z.enum(["Rome", "Oslo"]) }),
  execute: ({ article, city }) => String(STOCK[`${article}@${city}`] ?? 0),
});

const parcel = defineTool({
  name: "parcel",
  description: "Tells where a parcel is.",
  input: z.object({ id: z.int().min(1), details: z.boolean().default(false) }),
  execute: ({ id, details }) => ({
    id,
    city: id % 2 === 0 ? "Rome" : "Oslo",
    ...(details && { days: id * 2 }),
  }),
});

const note = defineTool({
  name: "note",
  description: "Reads a note.",
  input: z.object({ name: z.string() }),
  execute: ({ name }) => (name === "empty" ? "" : `Note “${name}”: 木 ${name.length}`),
});

/** What the model of the tasks can ask: always the same world. */
export const world: readonly Tool[] = [
  price,
  stock,
  parcel,
  note,
  calculator(),
  unitConverter(),
  clock({
    timeZone: "UTC",
    clock: { now: () => Date.UTC(2026, 1, 3, 12), monotonic: () => 0, setTimer: () => () => undefined },
  }),
];
