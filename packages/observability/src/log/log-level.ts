export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;

/** How much somebody should care, from least to most. */
export type LogLevel = (typeof LOG_LEVELS)[number];

const RANK: Readonly<Record<LogLevel, number>> = { debug: 20, info: 30, warn: 40, error: 50 };

/** As pino numbers it. */
export function levelRank(level: LogLevel): number {
  return RANK[level];
}
