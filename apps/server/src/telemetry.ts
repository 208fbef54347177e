import { join } from "node:path";
import type { Closable } from "@pergola/core";
import {
  createMetrics,
  createRunLogger,
  fileLog,
  type LiveLog,
  liveLog,
  type Metrics,
  type RunLog,
} from "@pergola/observability";

/** How the demo is watched: figures, and a log in a file and on the page. */
export interface Telemetry extends Closable {
  readonly metrics: Metrics;
  readonly log: RunLog;
  /** The log for who watches the page. */
  readonly live: LiveLog;
  /** Path of the file. */
  readonly logFile: string;
}

export function createTelemetry(dataFolder: string): Telemetry {
  const logFile = join(dataFolder, "logs", "agent.jsonl");
  const live = liveLog({ level: "debug" });
  const log = createRunLogger({ outputs: [fileLog({ path: logFile }), live] });
  const metrics = createMetrics();
  const close = async () => {
    await Promise.all([log.close(), metrics.close()]);
  };
  return { metrics, log, live, logFile, close, [Symbol.asyncDispose]: close };
}
