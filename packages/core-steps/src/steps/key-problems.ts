import { suggest } from "@pergola/core";
import type { ConfigProblem } from "@pergola/resources";

const NOT_MESSAGES = '"messages" holds the conversation and cannot take a value.';

/** The defect of writing to a state key that is not there, or to the one that the answer goes to anyway. */
export function keyProblems(
  option: string,
  key: string | undefined,
  stateKeys: ReadonlySet<string> | undefined,
): readonly ConfigProblem[] {
  if (key === "messages")
    return [{ path: [option], message: NOT_MESSAGES, hint: "Name another key, or leave it out." }];
  return readKeyProblems(option, key, stateKeys);
}

/** The defect of reading a state key that is not there. */
export function readKeyProblems(
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
