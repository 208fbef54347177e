import fc from "fast-check";
import { expect, it } from "vitest";
import { extendWaterfall, waterfall } from "./extend-waterfall.ts";
import type { LoggedEvent } from "./logged-event.ts";
import { placed, type Sample, stagedLog } from "./sample-log.test-helper.ts";
import { visibleRows } from "./visible-rows.ts";
import type { Waterfall } from "./waterfall.ts";

const TYPES = [
  ...["run-started", "run-finished", "run-suspended", "run-resumed", "stage-started", "stage-finished"],
  ...["step-started", "step-finished", "step-retried", "step-cached", "model-started", "model-finished"],
  ...["model-retried", "model-fell-back", "text-delta", "reasoning-delta", "tool-started", "tool-finished"],
  ...["breaker-changed", "resource-used", "metric-recorded", "plan-made", "log-truncated", "moon-risen"],
];

const junk = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.jsonValue());
/** Few names, so that events meet; sometimes anything at all. */
const some = (...values: readonly unknown[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...values) }, junk);
const sample = fc.record(
  {
    type: fc.constantFrom(...TYPES),
    run: fc.constantFrom("r1", "r2", "r3"),
    parent: fc.constantFrom("r1", "r2", undefined),
    at: fc.integer({ min: 0, max: 5_000 }),
    step: some("a", "a.b", "a.b.c", "d"),
    kind: some("llm", "agent", "staged"),
    caller: some({ step: "a.b", label: "x[0]" }, { callId: "c1" }),
    label: some("x[0]", "x[1]", "x[0].y[1]"),
    stage: some("think", "do"),
    iteration: some(1, 2),
    callId: some("c1", "c2"),
    latencyMs: some(0, 5, 1_000),
    text: some("hello", ""),
    error: some(undefined, { code: "X", message: "x" }),
    usage: some(undefined, { inputTokens: 1, outputTokens: 1, totalTokens: 2 }),
  },
  { requiredKeys: ["type", "run"] },
) as fc.Arbitrary<Sample>;
const logs = fc.array(sample, { maxLength: 60 }).map((samples): LoggedEvent[] => placed(samples));

function expectTree({ spans }: Waterfall): void {
  for (const [index, span] of spans.entries()) {
    const parent = span.parent === undefined ? undefined : spans[span.parent];
    expect(span.id).toBe(index);
    expect(span.parent ?? -1).toBeLessThan(index);
    expect(span.depth).toBe(parent === undefined ? 0 : parent.depth + 1);
    expect(span.endedAt ?? span.startedAt).toBeGreaterThanOrEqual(span.startedAt);
  }
  const rows = visibleRows(spans, new Set());
  expect(rows.map(({ span }) => span.id).toSorted((a, b) => a - b)).toEqual(spans.map(({ id }) => id));
}

it("makes a whole tree of any events in any order, and never throws", () => {
  fc.assert(
    fc.property(logs, (events) => expectTree(waterfall(events))),
    { numRuns: 400 },
  );
});

it("makes a whole tree of every beginning of a log", () => {
  const log = stagedLog();
  for (let end = 0; end <= log.length; end++) expectTree(waterfall(log.slice(0, end)));
});

it("comes to the same whether events come one by one or at once, and leaves the tree before as it was", () => {
  fc.assert(
    fc.property(logs, fc.nat(), (events, cut) => {
      const at = events.length === 0 ? 0 : cut % events.length;
      const before = waterfall(events.slice(0, at));
      const kept = structuredClone(before);
      expect(extendWaterfall(before, events.slice(at))).toEqual(waterfall(events));
      expect(before).toEqual(kept);
    }),
    { numRuns: 200 },
  );
});

it("shows of a collapsed row nothing but itself", () => {
  fc.assert(
    fc.property(logs, fc.nat(), (events, pick) => {
      const { spans } = waterfall(events);
      if (spans.length === 0) return;
      const chosen = pick % spans.length;
      const isInside = (id: number | undefined): boolean =>
        id !== undefined && (id === chosen || isInside(spans[id]?.parent));
      const shown = visibleRows(spans, new Set([chosen])).map(({ span }) => span.id);
      expect(shown.toSorted((a, b) => a - b)).toEqual(
        spans.filter(({ parent }) => !isInside(parent)).map(({ id }) => id),
      );
    }),
  );
});
