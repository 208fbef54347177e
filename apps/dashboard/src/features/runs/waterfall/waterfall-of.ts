import { extendWaterfall } from "./extend-waterfall.ts";
import type { LoggedEvent } from "./logged-event.ts";
import { EMPTY_WATERFALL, type Waterfall } from "./waterfall.ts";

const known = new WeakMap<readonly LoggedEvent[], { readonly read: number; readonly tree: Waterfall }>();

/** The waterfall of an array that may grow at its end: what was read of it before is not read again. */
export function waterfallOf(events: readonly LoggedEvent[]): Waterfall {
  const { read, tree } = known.get(events) ?? { read: 0, tree: EMPTY_WATERFALL };
  if (read === events.length) return tree;
  const next = extendWaterfall(tree, events.slice(read));
  known.set(events, { read: events.length, tree: next });
  return next;
}
