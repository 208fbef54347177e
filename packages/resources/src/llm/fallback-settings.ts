import { z } from "zod";
import { lazySchema } from "../lazy-schema.ts";

/** When the next model of a list is asked. */
export interface FallbackSettings {
  /**
   * How long a model of a list may say nothing, in milliseconds, before the next one is asked; the last one has the time
   * that its provider gives it. Above 0. Default 30 000.
   */
  readonly firstTokenTimeoutMs?: number;
}

/** Longest silence of a model while there is another one to ask, when nobody says; milliseconds. */
export const DEFAULT_FIRST_TOKEN_TIMEOUT_MS = 30_000;

/** The longest timer that there is, in milliseconds. */
const MAX_TIMER_MS = 2_147_483_647;

/** Schema of {@link FallbackSettings}, wherever they are given. */
export const fallbackSettingsSchema = lazySchema(() =>
  z.strictObject({
    firstTokenTimeoutMs: z
      .number()
      .positive()
      .max(MAX_TIMER_MS)
      .describe("How long a model may say nothing before the next one is asked, in milliseconds.")
      .optional(),
  } satisfies Record<keyof FallbackSettings, z.ZodType>),
);
