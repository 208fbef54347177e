import type { LogFields, Logger } from "@pergola/core";
import { type Logger as Pino, pino } from "pino";
import pretty from "pino-pretty";

/** Readable lines on a terminal, JSON lines elsewhere. @param level of pino; what is less urgent is left out */
export function createLogger(level = "info"): Logger {
  const options = { level, base: undefined };
  const output = process.stdout.isTTY
    ? pretty({ colorize: true, translateTime: "SYS:HH:MM:ss", ignore: "pid,hostname" })
    : process.stdout;
  return adapt(pino(options, output));
}

function adapt(log: Pino): Logger {
  return {
    debug: (message: string, fields?: LogFields) => log.debug(fields ?? {}, message),
    info: (message: string, fields?: LogFields) => log.info(fields ?? {}, message),
    warn: (message: string, fields?: LogFields) => log.warn(fields ?? {}, message),
    error: (message: string, fields?: LogFields) => log.error(fields ?? {}, message),
    child: (fields: LogFields) => adapt(log.child(fields)),
  };
}
