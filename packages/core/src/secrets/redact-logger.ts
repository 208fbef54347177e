import { type LogFields, type Logger, type LogSink, silentLogger } from "../logger.ts";
import { redact } from "./redact.ts";
import { redactText } from "./redact-text.ts";

const made = new WeakMap<LogSink, Logger>();

/**
 * A logger that hands on what it is given without its secrets. One for each logger; the silent one and its own stay as they
 * are. One without `child` gets it: the fields of the child stand before those of the line.
 */
export function redactLogger(logger: LogSink): Logger {
  if (logger === silentLogger) return silentLogger;
  const existing = made.get(logger);
  if (existing !== undefined) return existing;
  const careful = carefulLogger(logger);
  made.set(logger, careful);
  made.set(careful, careful);
  return careful;
}

function carefulLogger(logger: LogSink): Logger {
  // A line without fields stays one: loggers count their arguments.
  const covered = (fields: LogFields | undefined): [LogFields?] =>
    fields === undefined ? [] : [redact(fields)];
  return {
    debug: (message, fields) => logger.debug(redactText(message), ...covered(fields)),
    info: (message, fields) => logger.info(redactText(message), ...covered(fields)),
    warn: (message, fields) => logger.warn(redactText(message), ...covered(fields)),
    error: (message, fields) => logger.error(redactText(message), ...covered(fields)),
    child: (fields) => redactLogger(childOf(logger, redact(fields))),
  };
}

function childOf(logger: LogSink, outer: LogFields): LogSink {
  if (logger.child !== undefined) return logger.child(outer);
  return {
    debug: (message, fields) => logger.debug(message, { ...outer, ...fields }),
    info: (message, fields) => logger.info(message, { ...outer, ...fields }),
    warn: (message, fields) => logger.warn(message, { ...outer, ...fields }),
    error: (message, fields) => logger.error(message, { ...outer, ...fields }),
  };
}
