import type { MetricsTimeline, TimelineSlot } from "@pergola/observability";

/** A moment of the time line; without a slot nothing ended in it. */
export interface Moment {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly slot: TimelineSlot | undefined;
}

/** All slots of the time, those in which nothing ended too, so that what is far apart is drawn far apart. */
export function fillSlots({ from, to, slotMs, slots }: MetricsTimeline): readonly Moment[] {
  const byTime = new Map(slots.map((slot) => [slot.at, slot]));
  const first = Math.floor(from / slotMs) * slotMs;
  const count = Math.floor((to - first) / slotMs) + 1;
  return Array.from({ length: count }, (_, index) => {
    const at = first + index * slotMs;
    return { at, slot: byTime.get(at) };
  });
}
