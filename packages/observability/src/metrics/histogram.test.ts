import fc from "fast-check";
import { expect, it } from "vitest";
import { Histogram } from "./histogram.ts";

it("a bucket holds all values that are at most its bound, and the last one all of them", () => {
  const bounds = [0.1, 1, 5];
  const value = fc.oneof(fc.constantFrom(...bounds), fc.double({ min: 0, max: 10, noNaN: true }));
  fc.assert(
    fc.property(fc.array(value), (values) => {
      const histogram = new Histogram(bounds);
      for (const each of values) histogram.observe(each);
      expect(histogram.buckets()).toEqual([
        ...bounds.map((upTo) => ({ upTo, count: values.filter((each) => each <= upTo).length })),
        { upTo: Number.POSITIVE_INFINITY, count: values.length },
      ]);
      expect(histogram.sum).toBeCloseTo(values.reduce((sum, each) => sum + each, 0));
    }),
  );
});
