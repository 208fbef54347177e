const pair = (value: number) => String(value).padStart(2, "0");

/** `84 ms`, `1.2 s`, `2 min 05 s`, `3 h 20 min`; `–` for what is no number, 0 for what clocks that differ make negative. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return "–";
  if (ms < 999.5) return `${Math.round(Math.max(0, ms))} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${pair(seconds % 60)} s`;
  return `${Math.floor(seconds / 3_600)} h ${pair(Math.floor((seconds % 3_600) / 60))} min`;
}
