import { checkOptions } from "../check-options.ts";
import { type HumanLineOptions, humanLine } from "./human-line.ts";
import { jsonLine } from "./json-line.ts";
import type { LogOutput, LogSelection } from "./log-output.ts";
import { FORMAT_RULE, SELECTION_RULES, selectionOf } from "./selection-rules.ts";
import { type TextStream, writeText } from "./write-text.ts";

export interface ConsoleLogOptions extends LogSelection {
  /** `human`, or one JSON object a line. Default `human`. */
  readonly format?: "human" | "json";
  /** Default `process.stderr`: what a program prints stays its own. */
  readonly stream?: TextStream & { readonly isTTY?: boolean };
  /** Default: only on a terminal, and not with `NO_COLOR`. */
  readonly colors?: boolean;
}

/** Lines for people, on the console. @throws OBSERVABILITY_OPTION_INVALID */
export function consoleLog(options: ConsoleLogOptions = {}): LogOutput {
  checkOptions("consoleLog", options, {
    ...SELECTION_RULES,
    format: FORMAT_RULE,
    stream: {
      expected: "a stream",
      fits: (value) => typeof Reflect.get(Object(value), "write") === "function",
    },
    colors: { expected: "true or false", fits: (value) => typeof value === "boolean" },
  });
  const { format = "human", stream = process.stderr } = options;
  const hasColors = options.colors ?? (stream.isTTY === true && process.env.NO_COLOR === undefined);
  const style: HumanLineOptions = { hasColors };
  return {
    name: "console",
    ...selectionOf(options),
    delivery: { flushMs: 0 },
    write: (entry, { signal }) =>
      writeText(stream, `${format === "human" ? humanLine(entry, style) : jsonLine(entry)}\n`, signal),
  };
}
