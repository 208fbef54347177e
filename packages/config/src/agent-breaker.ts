import type { BreakerSettings } from "@pergola/resources";
import { breakerSettingsSchema, lazySchema } from "@pergola/resources/definition";
import { z } from "zod";

/** When a failing model, and each failing storage, is left alone for a while. */
export interface AgentBreaker extends BreakerSettings {
  /**
   * Of storages, by key: `storage` or that of a further one. Default: 2 failures of the provider `local`, 5 of any other,
   * for 30 s.
   */
  readonly resources?: Readonly<Record<string, BreakerSettings>>;
}

/** Schema of {@link AgentBreaker}. */
export const agentBreakerSchema = lazySchema(() =>
  z.strictObject({
    ...breakerSettingsSchema.shape,
    resources: z
      .record(z.string(), z.strictObject({ ...breakerSettingsSchema.shape }))
      .describe("The same for storages, by key: `storage` or that of a further one.")
      .optional(),
  } satisfies Record<keyof AgentBreaker, z.ZodType>),
);
