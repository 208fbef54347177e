import type { Logger, LogSink } from "@pergola/core";

/** A logger that writes to two: the program's own, and that of the definition. */
export function bothLoggers(first: LogSink, second: Logger): LogSink {
  const tell = (level: "debug" | "info" | "warn" | "error") => (message: string, fields?: object) => {
    const given = fields === undefined ? [] : [fields as Readonly<Record<string, unknown>>];
    first[level](message, ...given);
    second[level](message, ...given);
  };
  return { debug: tell("debug"), info: tell("info"), warn: tell("warn"), error: tell("error") };
}
