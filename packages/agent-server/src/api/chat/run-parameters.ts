import { modelParametersSchema } from "@pergola/resources";
import { parameterFields, stopTexts } from "./parameters.ts";

/** `ModelParameters` as the body of a run has them, within the bounds that the vendor's names have. */
export const runParametersSchema = modelParametersSchema.extend({
  temperature: parameterFields.temperature,
  presencePenalty: parameterFields.presence_penalty,
  frequencyPenalty: parameterFields.frequency_penalty,
  stop: stopTexts.optional(),
});
