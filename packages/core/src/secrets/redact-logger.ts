import { errorMessage } from "../error-message.ts";
import { type LogFields, type Logger, type LogSink, silentLogger } from "../logger.ts";
import { redact } from "./redact.ts";
import { redactText } from "./redact-text.ts";

const made = new WeakMap<LogSink, Logger>();

/**
 * A logger that hands on what it is given without its secrets. One for each logger; the silent one and its own stay as they
 * are. One without `child` gets it: the fields of the child stand before those of the line. What the logger throws, or rejects
 * with, reaches nobody who logs: the console is told of it, once.
 */
export function redactLogger(logger: LogSink): Logger {
  if (logger === silentLogger) return silentLogger;
  const existing = made.get(logger);
  if (existing !== undefined) return existing;
  const careful = carefulLogger(logger, tellOnce());
  made.set(logger, careful);
  return careful;
}

function carefulLogger(logger: LogSink, failed: (error: unknown) => void): Logger {
  const line = (level: Exclude<keyof Logger, "child">) => (message: unknown, fields?: LogFields) => {
    try {
      const text = typeof message === "string" ? redactText(message) : errorMessage(message);
      // A line without fields stays one: loggers count their arguments.
      const written: unknown =
        fields === undefined ? logger[level](text) : logger[level](text, redact(fields));
      if (written instanceof Promise) written.catch(failed);
    } catch (error) {
      failed(error);
    }
  };
  const careful: Logger = {
    debug: line("debug"),
    info: line("info"),
    warn: line("warn"),
    error: line("error"),
    child: (fields) => {
      const child = childOf(logger, redact(fields), failed);
      return child === silentLogger ? silentLogger : carefulLogger(child, failed);
    },
  };
  made.set(careful, careful);
  return careful;
}

function tellOnce(): (error: unknown) => void {
  let isTold = false;
  return (error) => {
    if (isTold) return;
    isTold = true;
    console.error("A logger failed. Its lines are lost until it works again.", error);
  };
}

function childOf(logger: LogSink, outer: LogFields, failed: (error: unknown) => void): LogSink {
  try {
    if (logger.child !== undefined) return logger.child(outer);
  } catch (error) {
    failed(error);
  }
  return {
    debug: (message, fields) => logger.debug(message, { ...outer, ...fields }),
    info: (message, fields) => logger.info(message, { ...outer, ...fields }),
    warn: (message, fields) => logger.warn(message, { ...outer, ...fields }),
    error: (message, fields) => logger.error(message, { ...outer, ...fields }),
  };
}
