import { builderErrors } from "../errors.ts";

/** Somebody wants to read lines, and the definition has no log, or one without a stream. */
export function loggingNotConfigured(name: string) {
  return builderErrors.create("LOGGING_NOT_CONFIGURED", {
    message: `The agent "${name}" has no log that could be read: its definition has no logging, or logging.stream is false.`,
    hint: "Call .withLogging({}), or write `logging: {}` into its file; `console: false` and `file: false` in it turn those off.",
    details: { agent: name },
  });
}
