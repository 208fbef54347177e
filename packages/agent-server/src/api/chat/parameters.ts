import type { ModelParameters, ResponseFormat, ToolChoice, ToolDefinition } from "@pergola/resources";
import { z } from "zod";

const functionName = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected 1 to 64 letters, digits, "_" or "-"');
const jsonSchema = z.record(z.string(), z.unknown());

const tool = z
  .object({
    type: z.literal("function"),
    function: z.object({
      name: functionName,
      description: z.string().optional(),
      parameters: jsonSchema.optional(),
      strict: z.boolean().nullish(),
    }),
  })
  .transform(
    ({ function: { name, description, parameters, strict } }): ToolDefinition => ({
      name,
      ...(description !== undefined && { description }),
      parameters: parameters ?? { type: "object", properties: {} },
      ...(typeof strict === "boolean" && { strict }),
    }),
  );

const toolChoice = z.union(
  [
    z.enum(["auto", "none", "required"]),
    z
      .object({ type: z.literal("function"), function: z.object({ name: functionName }) })
      .transform((choice): ToolChoice => ({ name: choice.function.name })),
  ],
  {
    error: 'expected "auto", "none", "required" or { "type": "function", "function": { "name": "…" } }',
  },
);

const responseFormat = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text") }),
  z.object({ type: z.literal("json_object") }).transform((): ResponseFormat => ({ type: "json" })),
  z
    .object({
      type: z.literal("json_schema"),
      json_schema: z.strictObject({
        name: functionName,
        schema: jsonSchema,
        strict: z.boolean().optional(),
      }),
    })
    .transform(({ json_schema }): ResponseFormat => ({ type: "json-schema", ...json_schema })),
]);

/** What ends an answer. */
export const stopTexts = z.array(z.string().min(1)).min(1).max(4);

const stop = z.union(
  [
    z
      .string()
      .min(1)
      .transform((text) => [text]),
    stopTexts,
  ],
  { error: "expected a text, or a list of 1 to 4 texts, none of them empty" },
);

const penalty = z.number().min(-2).max(2).optional();
const tokens = z.int().min(1).optional();

/** The vendor's settings that reach the model. */
export const parameterFields = {
  temperature: z.number().min(0).max(2).optional(),
  top_p: z.number().min(0).max(1).optional(),
  max_tokens: tokens,
  max_completion_tokens: tokens,
  stop: stop.optional(),
  seed: z.int().optional(),
  presence_penalty: penalty,
  frequency_penalty: penalty,
  response_format: responseFormat.optional(),
  tools: z.array(tool).min(1).max(128).optional(),
  tool_choice: toolChoice.optional(),
};

type Fields = z.output<z.ZodObject<typeof parameterFields>>;

/** The settings in our words; only those that were given. */
export function toModelParameters(fields: Fields): ModelParameters {
  const parameters = {
    temperature: fields.temperature,
    topP: fields.top_p,
    maxTokens: fields.max_completion_tokens ?? fields.max_tokens,
    stop: fields.stop,
    seed: fields.seed,
    presencePenalty: fields.presence_penalty,
    frequencyPenalty: fields.frequency_penalty,
    responseFormat: fields.response_format,
    toolChoice: fields.tool_choice,
  };
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}
