import type { LogFields, Logger } from "@pergola/core";

/** A logger whose lines go to all of these. */
export function teeLogger(...loggers: readonly Logger[]): Logger {
  const write = (level: "debug" | "info" | "warn" | "error") => (message: string, fields?: LogFields) => {
    for (const logger of loggers) logger[level](message, fields);
  };
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    child: (fields: LogFields) => teeLogger(...loggers.map((logger) => logger.child(fields))),
  };
}
