import { errorMessage } from "@pergola/core";
import { z } from "zod";
import { stepErrors } from "../errors.ts";

/** What the model is asked to fit: the JSON Schema of a zod schema, named by its title. */
export function outputSchema(schema: z.ZodType): { name: string; schema: Record<string, unknown> } {
  const json = toJson(schema);
  const title = typeof json.title === "string" ? json.title : "output";
  return { name: title.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, 64), schema: json };
}

function toJson(schema: z.ZodType): Record<string, unknown> {
  try {
    return z.toJSONSchema(schema, { io: "input" });
  } catch (cause) {
    throw stepErrors.create("OUTPUT_INVALID", {
      message: `The output schema has no JSON Schema form: ${errorMessage(cause)}`,
      hint: "Use types that JSON has: text, numbers, booleans, lists, objects.",
      cause,
    });
  }
}

/** Parses and checks an answer. @throws OUTPUT_INVALID with what does not fit and the answer itself. */
export function outputReader(schema: z.ZodType): (content: string) => unknown {
  return (content) => {
    const parsed = schema.safeParse(parseJson(content));
    if (parsed.success) return parsed.data;
    throw stepErrors.create("OUTPUT_INVALID", {
      message: `The model's answer does not fit the output schema: ${z.prettifyError(parsed.error)}`,
      hint: "Describe the fields in the schema (.describe()), say it in the prompt, or use a model with structured output.",
      details: { received: content.slice(0, 2_000) },
      cause: parsed.error,
    });
  };
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw stepErrors.create("OUTPUT_INVALID", {
      message: "The model's answer is not JSON, and the step has an output schema.",
      hint: "Use a model with structured output, or ask for JSON in the prompt.",
      details: { received: content.slice(0, 2_000) },
      cause,
    });
  }
}
