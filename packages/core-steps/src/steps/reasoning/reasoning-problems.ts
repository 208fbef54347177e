import type { ConfigProblem } from "@pergola/resources";
import type { Tool } from "@pergola/tools";
import type { StepEnvironment } from "../../step-strategy.ts";
import { templateProblems } from "../../templates/template-problems.ts";
import { toolProblems } from "../../tools/tool-problems.ts";
import { keyProblems } from "../key-problems.ts";

interface ReasoningConfig {
  readonly promptTemplate?: string;
  readonly systemPrompt?: string;
  readonly tools?: readonly (string | Tool)[];
}

/** What the schema of a reasoning step cannot see. @param keyOptions options that name a state key to write to */
export function reasoningProblems<Config extends ReasoningConfig>(
  config: Config,
  environment: StepEnvironment,
  keyOptions: readonly (keyof Config & string)[],
): readonly ConfigProblem[] {
  const { stateKeys } = environment;
  // The options that are handed in name keys.
  const keys = keyOptions.map((option) => [option, config[option] as string | undefined] as const);
  return [
    ...templateProblems("promptTemplate", config.promptTemplate, stateKeys),
    ...templateProblems("systemPrompt", config.systemPrompt, stateKeys),
    ...keys.flatMap(([option, key]) => keyProblems(option, key, stateKeys)),
    ...sameKeyProblems(keys),
    ...toolProblems("tools", config.tools ?? [], environment),
  ];
}

function sameKeyProblems(
  keys: readonly (readonly [option: string, key: string | undefined])[],
): readonly ConfigProblem[] {
  return keys.flatMap(([option, key], index) => {
    const first = keys.slice(0, index).find((each) => key !== undefined && each[1] === key);
    if (first === undefined) return [];
    const message = `${option} names "${key}", which ${first[0]} names already.`;
    return [{ path: [option], message, hint: "Give each its own key." }];
  });
}
