/** A time in few characters: `8 ms`, `1.5 s`, `3 min`. */
export function durationText(ms: number): string {
  if (ms < 10 && !Number.isInteger(ms)) return `${trim(ms)} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${trim(ms / 1_000)} s`;
  return ms < 3_600_000 ? `${trim(ms / 60_000)} min` : `${trim(ms / 3_600_000)} h`;
}

const trim = (value: number) => String(Math.round(value * 10) / 10);
