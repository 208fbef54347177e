import type { LiveLog, Metrics } from "@pergola/observability";

/** The part of metrics that the server needs. What `createMetrics()` makes is one. */
export type ServedMetrics = Pick<Metrics, "summary" | "timeline" | "toPrometheus">;

/** The part of a log that the server needs: what `liveLog()` makes is one. It hears everything and chooses itself. */
export type ServedLogs = Pick<LiveLog, "subscribe">;
