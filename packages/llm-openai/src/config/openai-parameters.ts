import { modelParametersSchema } from "@pergola/resources";
import { z } from "zod";

/** What a call may carry: the bounds of the chat-completions protocol. The config's own parameters have the same. */
export const openAiParametersSchema = modelParametersSchema.extend({
  temperature: z.number().min(0).max(2).optional(),
  presencePenalty: z.number().min(-2).max(2).optional(),
  frequencyPenalty: z.number().min(-2).max(2).optional(),
});
