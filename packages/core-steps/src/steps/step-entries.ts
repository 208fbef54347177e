import { lazySchema } from "@pergola/resources/definition";
import { z } from "zod";

const entrySchema = lazySchema(() =>
  z.strictObject(
    {
      step: z.unknown().nonoptional("Expected the name of a step type, or a strategy"),
      config: z.unknown().nonoptional("Expected a config; {} is one"),
    },
    { error: (issue) => (issue.code === "invalid_type" ? "Expected a step: { step, config }" : undefined) },
  ),
);

/** Schema of a list of steps inside a step's config. What each step must be is checked with all other steps. */
export const stepEntries = lazySchema(() =>
  z.array(entrySchema, "Expected a list of steps: [{ step, config }]"),
);

/** The same, of one step at least. */
export const someStepEntries = lazySchema(() => stepEntries.min(1, "Expected at least one step"));
