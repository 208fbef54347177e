import { type Closable, type LogSink, redactLogger, silentLogger } from "@pergola/core";

/** Closes what is of no use after a failure. What was to be told is the failure: what the closing throws is logged. */
export async function closeAfterFailure(closable: Closable, logger: LogSink = silentLogger): Promise<void> {
  try {
    await closable.close();
  } catch (error) {
    redactLogger(logger).warn("What could not be started did not close.", { error });
  }
}
