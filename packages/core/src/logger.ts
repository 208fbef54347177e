export type LogFields = Readonly<Record<string, unknown>>;

/** Structured logging, message first. Telemetry: it never throws and nothing depends on it. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds `fields` to every line. */
  child(fields: LogFields): Logger;
}

/** What a program may give as a logger: one without `child` will do, for example `console`. */
export type LogSink = Omit<Logger, "child"> & Partial<Pick<Logger, "child">>;

/** Says nothing; the default everywhere. */
export const silentLogger: Logger = Object.freeze({
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silentLogger,
});
