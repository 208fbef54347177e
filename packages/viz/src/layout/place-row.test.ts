import fc from "fast-check";
import { expect, test } from "vitest";
import { countCrossings } from "./count-crossings.ts";
import { placeRow } from "./place-row.ts";

const wish = fc.record({
  at: fc.integer({ min: -500, max: 500 }),
  weight: fc.integer({ min: 1, max: 9 }),
  gap: fc.integer({ min: 0, max: 60 }),
});

test("places keep their distance, and no single one could be nearer to its wish", () => {
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 12 }), (wishes) => {
      const places = placeRow(wishes);
      places.forEach((place, at) => {
        const { at: wanted = 0 } = wishes[at] ?? {};
        const roomLeft = at === 0 ? Infinity : place - (places[at - 1] ?? 0) - (wishes[at]?.gap ?? 0);
        const next = places[at + 1];
        const roomRight = next === undefined ? Infinity : next - place - (wishes[at + 1]?.gap ?? 0);
        expect(roomLeft).toBeGreaterThan(-1e-6);
        if (wanted < place - 1e-6 && roomLeft > 1e-6) expect(roomRight).toBeLessThan(1e-6);
        if (wanted > place + 1e-6 && roomRight > 1e-6) expect(roomLeft).toBeLessThan(1e-6);
      });
    }),
  );
});

test("crossings are counted as by looking at each pair", () => {
  const place = fc.nat({ max: 9 });
  fc.assert(
    fc.property(fc.array(fc.tuple(place, place), { maxLength: 30 }), (pairs) => {
      const naive = pairs.flatMap(([a, b], at) =>
        pairs.slice(at + 1).filter(([c, d]) => (a - c) * (b - d) < 0),
      );
      expect(countCrossings(pairs, 10)).toBe(naive.length);
    }),
  );
});
