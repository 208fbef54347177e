import type { AgentConfigProblem } from "@pergola/config";
import { lazySchema, schemaProblems } from "@pergola/resources/definition";
import { z } from "zod";

const entrySchema = lazySchema(() =>
  z.strictObject({ step: z.union([z.string(), z.looseObject({})]), config: z.looseObject({}) }),
);

const WRITE = 'Write { step: "llm", config: {} }; what a step takes goes into its config.';

/** What keeps a value from being an entry `{ step, config }`; paths are within it. Nothing is said of what the two hold. */
export function entryProblems(entry: unknown): readonly AgentConfigProblem[] {
  return schemaProblems(entrySchema, entry).map((problem) => {
    const isSpelling = problem.hint?.startsWith("Did you mean") === true;
    return isSpelling ? problem : { ...problem, hint: WRITE };
  });
}
