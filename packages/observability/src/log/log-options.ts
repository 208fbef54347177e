import type { Clock, LogFields, ObservedRun } from "@pergola/core";
import { integerFrom, isObjectWith, type OptionRule } from "../check-options.ts";
import type { LogOutput } from "./log-output.ts";

/** Where a log goes and what its lines have. */
export interface RunLoggerOptions {
  /** All of them at once. Default: `consoleLog()`. */
  readonly outputs?: readonly LogOutput[];
  /** Whether lines have what was said: prompts, answers, arguments and results of tools. Default false: only lengths. */
  readonly content?: boolean;
  /** Fields of every line, for example `{ traceId }` of a request. What it throws is left out. Default: none. */
  readonly enrich?: (run: ObservedRun | undefined) => LogFields;
  /** Whether every line has hostname and process id. Default true. */
  readonly host?: boolean;
  /** How long `close` waits for each output, in milliseconds. Default 5 000. */
  readonly closeTimeoutMs?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
}

const isBoolean: OptionRule = { expected: "true or false", fits: (value) => typeof value === "boolean" };
const output = isObjectWith("write", "an object with write(entry)");

/** What each option must be. */
export const RUN_LOGGER_RULES: Readonly<Record<keyof RunLoggerOptions, OptionRule>> = {
  outputs: {
    expected: "a list of objects with write(entry)",
    fits: (value) => Array.isArray(value) && value.every(output.fits),
  },
  content: isBoolean,
  enrich: { expected: "a function", fits: (value) => typeof value === "function" },
  host: isBoolean,
  closeTimeoutMs: integerFrom(0),
  clock: isObjectWith("now", "a Clock"),
};
