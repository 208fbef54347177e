import { useMemo, useSyncExternalStore } from "react";
import { exactTime } from "./exact-time.ts";
import { formatRelative } from "./format-relative.ts";
import { minuteClock } from "./minute-clock.ts";

/** How long ago, with the exact time on hover. `at` is epoch milliseconds. */
export function RelativeTime({ at }: { readonly at: number }) {
  const now = useSyncExternalStore(minuteClock.subscribe, minuteClock.now);
  const exact = useMemo(() => ({ dateTime: exactTime(at), title: new Date(at).toLocaleString() }), [at]);
  return <time {...exact}>{formatRelative(at, Math.max(now, at))}</time>;
}
