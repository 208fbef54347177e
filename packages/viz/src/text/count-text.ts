const UNITS = ["", "k", "M", "G"];

/** A count in few characters: `999`, `1.2k`, `34k`. */
export function countText(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 9.95 ? Math.round(value) : Math.round(value * 10) / 10;
  return `${digits}${UNITS[unit]}`;
}
