import { suggest } from "@pergola/core";
import type { ConfigProblem } from "@pergola/resources";

/** The defect of naming a state key that is not there. */
export function keyProblems(
  option: string,
  key: string | undefined,
  stateKeys: ReadonlySet<string> | undefined,
): readonly ConfigProblem[] {
  if (key === undefined || stateKeys === undefined || stateKeys.has(key)) return [];
  return [
    {
      path: [option],
      message: `${option} names "${key}", which is not a key of the state.`,
      hint: `Declare it in the state schema. ${suggest(key, stateKeys)}`,
    },
  ];
}
