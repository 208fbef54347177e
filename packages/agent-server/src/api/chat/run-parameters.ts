import type { ModelParameters } from "@pergola/resources";
import { z } from "zod";

const responseFormat = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text") }),
  z.strictObject({ type: z.literal("json") }),
  z.strictObject({
    type: z.literal("json-schema"),
    name: z.string().min(1),
    schema: z.record(z.string(), z.unknown()),
    strict: z.boolean().optional(),
  }),
]);

/** `ModelParameters` as a body has them. */
export const modelParametersSchema: z.ZodType<ModelParameters> = z.strictObject({
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().min(0).max(1).optional(),
  maxTokens: z.int().min(1).optional(),
  stop: z.array(z.string().min(1)).min(1).max(4).optional(),
  seed: z.int().optional(),
  presencePenalty: z.number().min(-2).max(2).optional(),
  frequencyPenalty: z.number().min(-2).max(2).optional(),
  toolChoice: z
    .union([z.enum(["auto", "none", "required"]), z.strictObject({ name: z.string().min(1) })], {
      error: 'expected "auto", "none", "required" or { "name": "…" }',
    })
    .optional(),
  responseFormat: responseFormat.optional(),
});
