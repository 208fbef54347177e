import { serverErrors } from "../errors.ts";

/** Every bound of a server. */
export interface ServerLimits {
  /** Largest request body, in bytes. Default 1 048 576. */
  readonly maxBodyBytes: number;
  /** Longest text of one message, in UTF-16 code units. Default 100 000. */
  readonly maxMessageChars: number;
  /** Runs at one time. Default 100. */
  readonly maxConcurrentRuns: number;
  /** Runs of one user at one time. Default 10. */
  readonly maxConcurrentRunsPerUser: number;
  /** Traces of flows that run or wait to begin, at one time. Default 1 000. */
  readonly maxConcurrentTraces: number;
  /** Traces of one user at one time. Default 50. */
  readonly maxConcurrentTracesPerUser: number;
  /** WebSockets at one time. Default 200. */
  readonly maxSockets: number;
  /** WebSockets of one user at one time. Default 20. */
  readonly maxSocketsPerUser: number;
  /** Events that wait for one WebSocket; what comes when they are there is dropped and counted. Default 1 024. */
  readonly maxSocketEvents: number;
  /** WebSockets that watch the log at one time. Default 50. */
  readonly maxLogWatchers: number;
  /** Lines of the log that wait for one WebSocket; the oldest are dropped for newer ones and counted. Default 1 000. */
  readonly maxSocketLogLines: number;
  /** Latest lines of the log that are kept for who begins to watch. Default 2 000. */
  readonly maxRecentLogLines: number;
  /** Silence of a stream after which a comment is sent, and time between two pings of a WebSocket, in milliseconds. Default 15 000. */
  readonly heartbeatMs: number;
  /** A client that takes nothing of a stream, or answers no ping, for this long loses it, in milliseconds. Default 30 000. */
  readonly slowClientTimeoutMs: number;
  /** Longest time for a request to arrive, in milliseconds. Default 30 000. */
  readonly requestTimeoutMs: number;
  /** How long close() lets running runs finish before it stops them, in milliseconds. Default 10 000. */
  readonly shutdownTimeoutMs: number;
}

export const DEFAULT_LIMITS: ServerLimits = Object.freeze({
  maxBodyBytes: 1_048_576,
  maxMessageChars: 100_000,
  maxConcurrentRuns: 100,
  maxConcurrentRunsPerUser: 10,
  maxConcurrentTraces: 1_000,
  maxConcurrentTracesPerUser: 50,
  maxSockets: 200,
  maxSocketsPerUser: 20,
  maxSocketEvents: 1_024,
  maxLogWatchers: 50,
  maxSocketLogLines: 1_000,
  maxRecentLogLines: 2_000,
  heartbeatMs: 15_000,
  slowClientTimeoutMs: 30_000,
  requestTimeoutMs: 30_000,
  shutdownTimeoutMs: 10_000,
});

/** @throws INVALID_SERVER_OPTIONS for an unknown limit, or one that is no whole number from 1 (shutdownTimeoutMs: from 0) */
export function resolveLimits(given: Partial<ServerLimits> = {}): ServerLimits {
  for (const [name, value] of Object.entries(given)) checkLimit(name, value);
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...DEFAULT_LIMITS, ...Object.fromEntries(set) };
}

function checkLimit(name: string, value: unknown): void {
  const least = name === "shutdownTimeoutMs" ? 0 : 1;
  const isKnown = name in DEFAULT_LIMITS;
  const isValid = value === undefined || (Number.isSafeInteger(value) && (value as number) >= least);
  if (isKnown && isValid) return;
  throw serverErrors.create("INVALID_SERVER_OPTIONS", {
    message: isKnown
      ? `limits.${name} is ${String(value)}; expected a whole number from ${least}.`
      : `There is no limit "${name}".`,
    hint: `Limits: ${Object.keys(DEFAULT_LIMITS).join(", ")}.`,
  });
}
