const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `now`, `5 min`, `3 h`, `2 d`, then the date. */
export function formatRelative(at: number, now: number): string {
  if (!Number.isFinite(at)) return "–";
  const age = now - at;
  if (age < MINUTE) return "now";
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h`;
  if (age < 7 * DAY) return `${Math.floor(age / DAY)} d`;
  return new Date(at).toLocaleDateString(undefined, {
    day: "numeric",
    month: "short",
    ...yearIfOld(at, now),
  });
}

function yearIfOld(at: number, now: number): { year?: "numeric" } {
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: "numeric" };
}
