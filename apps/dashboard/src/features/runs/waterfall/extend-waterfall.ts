import type { LoggedEvent } from "./logged-event.ts";
import { reduceEvent } from "./reduce-event.ts";
import { EMPTY_WATERFALL, type Waterfall } from "./waterfall.ts";
import { WaterfallDraft } from "./waterfall-draft.ts";

/** The waterfall of these events. Pure; any part of a log gives a whole tree. */
export function waterfall(events: readonly LoggedEvent[]): Waterfall {
  return extendWaterfall(EMPTY_WATERFALL, events);
}

/** The waterfall after more events; the one before stays as it is. */
export function extendWaterfall(before: Waterfall, events: readonly LoggedEvent[]): Waterfall {
  if (events.length === 0) return before;
  const draft = new WaterfallDraft(before);
  for (const event of events) {
    draft.count(event);
    reduceEvent(draft, event);
  }
  return draft.done();
}
