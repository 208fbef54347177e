/** A moment as a clock on the wall of a time zone shows it. */
export interface LocalTime {
  readonly timeZone: string;
  /** ISO 8601 with the zone's offset, for example `2026-03-01T09:30:00+09:00`. */
  readonly iso: string;
  /** For example `Sunday, 1 March 2026, 09:30:00 (GMT+9)`. */
  readonly readable: string;
}

/** @param epochMs the moment, in epoch milliseconds */
export function describeTime(epochMs: number, timeZone: string): LocalTime {
  const part = partsOf(epochMs, timeZone);
  const time = `${part("hour")}:${part("minute")}:${part("second")}`;
  const offset = part("timeZoneName").replace("GMT", "");
  const iso = `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}T${time}${offset || "+00:00"}`;
  const day = new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "full" }).format(epochMs);
  return { timeZone, iso, readable: `${day}, ${time} (${shortOffset(epochMs, timeZone)})` };
}

function partsOf(epochMs: number, timeZone: string): (type: Intl.DateTimeFormatPartTypes) => string {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "longOffset",
  }).formatToParts(epochMs);
  return (type) => parts.find((part) => part.type === type)?.value ?? "";
}

function shortOffset(epochMs: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "shortOffset" }).formatToParts(
    epochMs,
  );
  return parts.find((part) => part.type === "timeZoneName")?.value ?? timeZone;
}
