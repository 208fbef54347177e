import { z } from "zod";

/** Config of the provider `memory/duckdb`. */
export const duckDbConfigSchema = z.strictObject({
  path: z.string().min(1).describe("The database file; a missing one is created, and so is its folder."),
  maxQueued: z
    .int()
    .min(1)
    .optional()
    .describe("Most writes, and most reads, that may wait for the file. Default 10 000."),
});

export type DuckDbConfig = z.infer<typeof duckDbConfigSchema>;
