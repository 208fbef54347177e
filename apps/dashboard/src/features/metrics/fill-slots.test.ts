import type { TimelineSlot } from "@pergola/observability";
import { expect, it } from "vitest";
import { fillSlots } from "./fill-slots.ts";

const slot = (at: number): TimelineSlot => ({
  at,
  runs: { count: 1, failed: 0, cancelled: 0 },
  errors: {},
  tokens: { input: 0, output: 0 },
  costUsd: 0,
});

it("has every slot of the time, in order, with what ended in it", () => {
  const moments = fillSlots({ from: 65, to: 101, slotMs: 10, slots: [slot(60), slot(90)] });
  expect(moments.map(({ at }) => at)).toEqual([60, 70, 80, 90, 100]);
  expect(moments.filter((each) => each.slot).map(({ at }) => at)).toEqual([60, 90]);
});
