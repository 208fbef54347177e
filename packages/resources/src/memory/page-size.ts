const DEFAULT_ITEMS = 50;
const MAX_ITEMS = 200;

/** Sessions or runs on a page: `limit` brought into 1–200; 50 when nothing, or no number, was asked for. */
export function pageSize(limit: number | undefined): number {
  if (limit === undefined || Number.isNaN(limit)) return DEFAULT_ITEMS;
  return Math.max(1, Math.min(MAX_ITEMS, Math.floor(limit)));
}
