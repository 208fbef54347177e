export { type OpenTelemetryOptions, openTelemetry } from "./open-telemetry.ts";
export type { SpanObserver } from "./run-spans.ts";
