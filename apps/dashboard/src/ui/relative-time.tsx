import { useSyncExternalStore } from "react";
import { formatRelative } from "./format-relative.ts";
import { minuteClock } from "./minute-clock.ts";

/** How long ago, with the exact time on hover. `at` is epoch milliseconds. */
export function RelativeTime({ at }: { readonly at: number }) {
  const now = useSyncExternalStore(minuteClock.subscribe, minuteClock.now);
  const date = new Date(at);
  return (
    <time dateTime={date.toISOString()} title={date.toLocaleString()}>
      {formatRelative(at, Math.max(now, at))}
    </time>
  );
}
