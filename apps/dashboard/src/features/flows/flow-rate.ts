import { formatCount } from "../../ui/format-count.ts";

/** `0.7/s`, `84/s`, `1.2 k/s`; nothing when nothing moves. */
export function formatRate(perSecond: number): string {
  if (perSecond === 0) return "";
  return `${perSecond < 9.95 ? perSecond.toFixed(1) : formatCount(Math.round(perSecond))}/s`;
}

/** How fast dashes move: a few speeds, so that they do not begin anew with each number. */
export function paceOf(perSecond: number): "still" | "slow" | "medium" | "fast" {
  if (perSecond <= 0) return "still";
  if (perSecond < 10) return "slow";
  return perSecond < 100 ? "medium" : "fast";
}
