import { countText } from "../text/count-text.ts";
import { durationText } from "../text/duration-text.ts";
import type { NodeActivity } from "./activity-snapshot.ts";

/** The longest text that {@link activityText} gives: room for it is kept, so that a live picture stands still. */
export const LONGEST_ACTIVITY_TEXT = "9999 ms · 9999 waiting · 9999 failed";

/** What a node has been doing, in one line. */
export function activityText(activity: NodeActivity | undefined): string {
  if (activity === undefined) return "";
  const { latencyP50Ms, queueDepth = 0, failed } = activity;
  const parts = [
    latencyP50Ms !== undefined && durationText(latencyP50Ms),
    queueDepth > 0 && `${countText(queueDepth)} waiting`,
    failed > 0 && `${countText(failed)} failed`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? "–" : parts.join(" · ");
}
