import { z } from "zod";
import { lazySchema } from "../lazy-schema.ts";
import type { ModelParameters } from "./model-parameters.ts";

const toolChoice = lazySchema(() =>
  z.union([z.enum(["auto", "none", "required"]), z.strictObject({ name: z.string().min(1) })], {
    error: 'expected "auto", "none", "required" or { "name": "…" }',
  }),
);

const responseFormat = lazySchema(() =>
  z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("text") }),
    z.strictObject({ type: z.literal("json") }),
    z.strictObject({
      type: z.literal("json-schema"),
      name: z.string().min(1),
      schema: z.record(z.string(), z.unknown()),
      strict: z.boolean().optional(),
    }),
  ]),
);

const shape = () =>
  ({
    temperature: z.number().min(0).optional(),
    topP: z.number().min(0).max(1).optional(),
    maxTokens: z.int().min(1).optional(),
    stop: z.array(z.string()).readonly().optional(),
    seed: z.int().optional(),
    presencePenalty: z.number().optional(),
    frequencyPenalty: z.number().optional(),
    toolChoice: toolChoice.optional(),
    responseFormat: responseFormat.optional(),
  }) satisfies Record<keyof ModelParameters, z.ZodType>;

/**
 * Schema of `ModelParameters` with the bounds that hold for every model. A provider narrows it for its `parametersSchema`
 * with `.extend({ temperature: … })`.
 */
export const modelParametersSchema = lazySchema(() => z.strictObject(shape()));
