import { suggest } from "@pergola/core";
import type { CommonStepConfig, StepEnvironment, StepStrategy } from "@pergola/core-steps";
import { z } from "zod";
import { replaceTerms, type Terms } from "./replace-terms.ts";

/** State keys that hold text. */
type TextKey<State> = {
  [Key in keyof State]-?: State[Key] extends string | undefined ? Key : never;
}[keyof State] &
  string;

/** Config of the `glossary` step. */
export interface GlossaryStepConfig<State> extends CommonStepConfig {
  /** State key of the text to read. */
  readonly from: TextKey<State>;
  /** State key that gets the text in the words of the house. */
  readonly as: TextKey<State>;
  /** What to say instead, by the words to replace. At least one. */
  readonly terms: Terms;
}

// From here on `withStep("glossary", …)` is checked by the compiler, wherever this file is imported.
declare module "@pergola/core-steps" {
  interface StepConfigMap<State> {
    glossary: GlossaryStepConfig<State>;
  }
}

const configSchema = z.strictObject({
  from: z.string().min(1),
  as: z.string().min(1),
  terms: z
    .record(z.string().min(1), z.string())
    .refine((terms) => Object.keys(terms).length > 0, "A glossary has at least one term"),
});
type GlossarySettings = z.output<typeof configSchema>;

/** Says a text in the words of the house: replaces terms of one state key and puts the result into another. */
export const glossaryStep: StepStrategy<GlossarySettings> = {
  name: "glossary",
  configSchema,
  nodeName: (index) => `glossary_step_${index}`,
  createStep:
    ({ from, as, terms }) =>
    (state) => ({ [as]: replaceTerms(textOf(state, from), terms) }),
  writes: ({ as }) => [as],
  validate: ({ from, as }, environment) =>
    [...new Set([from, as])].flatMap((key) => unknownKey(key === from ? "from" : "as", key, environment)),
};

function textOf(state: Readonly<Record<string, unknown>>, key: string): string {
  const text = state[key];
  if (typeof text === "string") return text;
  throw new TypeError(
    `The glossary reads text from "${key}", which holds ${text === undefined ? "nothing" : typeof text}.`,
  );
}

function unknownKey(option: string, key: string, { stateKeys }: StepEnvironment) {
  if (stateKeys === undefined || stateKeys.has(key)) return [];
  const message = `${option} names "${key}", which is not a key of the state.`;
  return [{ path: [option], message, hint: suggest(key, stateKeys) }];
}
