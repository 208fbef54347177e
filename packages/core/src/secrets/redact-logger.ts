import { type LogFields, type Logger, silentLogger } from "../logger.ts";
import { redact } from "./redact.ts";
import { redactText } from "./redact-text.ts";

const made = new WeakMap<Logger, Logger>();

/** A logger that hands on what it is given without its secrets. One for each logger; the silent one and its own stay as they are. */
export function redactLogger(logger: Logger): Logger {
  if (logger === silentLogger) return logger;
  const existing = made.get(logger);
  if (existing !== undefined) return existing;
  const careful = carefulLogger(logger);
  made.set(logger, careful);
  made.set(careful, careful);
  return careful;
}

function carefulLogger(logger: Logger): Logger {
  const with_ = (fields: LogFields | undefined) =>
    (fields === undefined ? [] : [redact(fields)]) as [LogFields?];
  return {
    debug: (message, fields) => logger.debug(redactText(message), ...with_(fields)),
    info: (message, fields) => logger.info(redactText(message), ...with_(fields)),
    warn: (message, fields) => logger.warn(redactText(message), ...with_(fields)),
    error: (message, fields) => logger.error(redactText(message), ...with_(fields)),
    child: (fields) => redactLogger(logger.child(redact(fields))),
  };
}
