import { z } from "zod";

/** What a trace reads. */
export const sourceInput = z.strictObject({
  /** Below the project's own folder. */
  folder: z.string().min(1).max(200),
  /** Endings of files, with blanks between them. */
  endings: z.string().min(1).max(200),
  /** No more than so many, from the first on. */
  maxFiles: z.number().int().min(1).max(100_000),
});

export type SourceInput = z.output<typeof sourceInput>;

/** What the form begins with. */
export const SOURCE_EXAMPLE: SourceInput = { folder: "packages", endings: ".md .ts", maxFiles: 2_000 };
