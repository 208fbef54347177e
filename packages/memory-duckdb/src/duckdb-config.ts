import { z } from "zod";

/** Config of the provider `memory/duckdb`. */
export const duckDbConfigSchema = z.strictObject({
  path: z.string().min(1).describe("The database file; a missing one is created, and so is its folder."),
  maxQueued: z
    .int()
    .min(1)
    .optional()
    .describe("Most writes, and most reads, that may wait for the file. Default 10 000."),
  userMemory: z
    .strictObject({
      maxValueBytes: z.int().min(1).optional().describe("Most bytes of one value, as JSON. Default 65 536."),
      maxEntriesPerUser: z.int().min(1).optional().describe("Most values of one user. Default 1000."),
    })
    .optional()
    .describe("How much is kept of users beyond their conversations."),
});

export type DuckDbConfig = z.infer<typeof duckDbConfigSchema>;
