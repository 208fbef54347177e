import type { OptionRule } from "../check-options.ts";
import { LOG_COMPONENTS, type LogComponent } from "./log-entry.ts";
import { LOG_LEVELS, type LogLevel } from "./log-level.ts";
import type { LogSelection } from "./log-output.ts";

/** What the options that choose lines must be. */
export const SELECTION_RULES: Readonly<Record<keyof LogSelection, OptionRule>> = {
  level: { expected: LOG_LEVELS.join(", "), fits: (value) => LOG_LEVELS.includes(value as LogLevel) },
  components: {
    expected: `a list of ${LOG_COMPONENTS.join(", ")}`,
    fits: (value) =>
      Array.isArray(value) && value.every((each) => LOG_COMPONENTS.includes(each as LogComponent)),
  },
  resources: {
    expected: "a list of keys of resources",
    fits: (value) => Array.isArray(value) && value.every((each) => typeof each === "string"),
  },
};

/** What the option that says how lines look must be. */
export const FORMAT_RULE: OptionRule = {
  expected: '"human" or "json"',
  fits: (value) => value === "human" || value === "json",
};

/** Only the options that choose lines. */
export function selectionOf({ level, components, resources }: LogSelection): LogSelection {
  return {
    ...(level !== undefined && { level }),
    ...(components !== undefined && { components }),
    ...(resources !== undefined && { resources }),
  };
}
