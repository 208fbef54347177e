import { lazySchema } from "@pergola/resources/definition";
import { z } from "zod";
import type { StepContext } from "../step.ts";
import { stateVariables } from "../templates/state-variables.ts";
import { parseTemplate } from "../templates/template.ts";

type State = Readonly<Record<string, unknown>>;
type InputFunction = (state: Record<string, unknown>, context: StepContext) => unknown;

/** Schema of what a step hands to something else. */
export const stepInput = lazySchema(() =>
  z.union([
    z.string(),
    z.custom<(...args: never) => unknown>(
      (value) => typeof value === "function",
      "Expected a template or a function (state, context) => input",
    ),
  ]),
);

/** How the input is found in the state; a template of one variable keeps the type of its value. */
export function compileInput(input: string | InputFunction): InputFunction {
  if (typeof input === "function") return input;
  const template = parseTemplate(input);
  return (state: State) => template.resolve(stateVariables(state));
}
