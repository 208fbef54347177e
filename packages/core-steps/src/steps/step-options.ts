import type { ModelReference } from "@pergola/resources";
import { lazySchema } from "@pergola/resources/definition";
import { isTool } from "@pergola/tools";
import { z } from "zod";

/** Schemas of the keys that the step types with a model share. */
export const modelShape = () => ({
  promptTemplate: z.string().optional(),
  systemPrompt: z.string().optional(),
  model: z
    .custom<ModelReference>(
      isModelReference,
      "Expected a model id, a model config or a chat model, or a list of these",
    )
    .optional(),
  temperature: z.number().min(0).optional(),
  maxTokens: z.number().int().min(1).optional(),
  as: z.string().min(1).optional(),
});

/** A tool, or the name of one of the agent's. */
export const toolReference = lazySchema(() =>
  z.union([
    z.string().min(1),
    z.custom<import("@pergola/tools").Tool>(isTool, "Expected a tool made with defineTool()"),
  ]),
);

/** What is wrong inside a list is for the llm resource to tell, entry by entry. */
function isModelReference(value: unknown): boolean {
  if (Array.isArray(value)) return true;
  if (typeof value === "string") return value !== "";
  if (typeof value !== "object" || value === null) return false;
  return "provider" in value || "invoke" in value;
}
