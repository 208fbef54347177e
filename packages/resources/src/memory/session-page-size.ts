const DEFAULT_SESSIONS = 50;
const MAX_SESSIONS = 200;

/** Sessions on a page: `limit` brought into 1–200; 50 when nothing, or no number, was asked for. */
export function sessionPageSize(limit: number | undefined): number {
  if (limit === undefined || Number.isNaN(limit)) return DEFAULT_SESSIONS;
  return Math.max(1, Math.min(MAX_SESSIONS, Math.floor(limit)));
}
