import type { RunEventInput } from "@pergola/core";
import { expect, it } from "vitest";
import { metricsOf } from "./run-metrics.ts";

const emitted = (work: (metrics: ReturnType<typeof metricsOf>) => void): RunEventInput[] => {
  const events: RunEventInput[] = [];
  work(metricsOf({ emit: (event) => void events.push(event) }));
  return events;
};

it("a figure of a step is an event of its run", () => {
  const events = emitted((metrics) => {
    metrics.record("cart_size", 3, { shop: "north" });
    metrics.increment("carts");
    metrics.increment("carts", 4);
  });
  expect(events).toEqual([
    { type: "metric-recorded", kind: "value", name: "cart_size", value: 3, metadata: { shop: "north" } },
    { type: "metric-recorded", kind: "count", name: "carts", value: 1 },
    { type: "metric-recorded", kind: "count", name: "carts", value: 4 },
  ]);
});

it.each([
  ["", 1],
  [undefined, 1],
  ["x", Number.NaN],
  ["x", Number.POSITIVE_INFINITY],
  ["x", "1"],
])("refuses the name %j with the value %j", (name, value) => {
  expect(() => emitted((metrics) => metrics.record(name as string, value as number))).toThrow(
    expect.objectContaining({ code: "INVALID_METRIC" }),
  );
});
