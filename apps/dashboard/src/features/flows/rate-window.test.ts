import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RateWindow } from "./rate-window.ts";

describe("a rate", () => {
  it("is the growth of the last second and a half, a second", () => {
    const rate = new RateWindow();
    for (let at = 0; at <= 3_000; at += 100) rate.add(at, at);
    expect(rate.perSecond(3_000)).toBeCloseTo(1_000);
  });

  it("is nothing when nothing has come for that long", () => {
    const rate = new RateWindow();
    rate.add(0, 0);
    rate.add(500, 100);
    expect(rate.perSecond(200)).toBeGreaterThan(0);
    expect(rate.perSecond(1_601)).toBe(0);
  });

  it("begins anew when the total falls, as after a restart of the server", () => {
    const rate = new RateWindow();
    rate.add(1_000_000, 0);
    rate.add(3, 100);
    expect(rate.perSecond(100)).toBe(0);
  });

  it("is never below nothing, whatever comes", () => {
    const samples = fc.array(fc.record({ total: fc.nat(), after: fc.nat(3_000) }));
    fc.assert(
      fc.property(samples, (all) => {
        const rate = new RateWindow();
        let at = 0;
        for (const { total, after } of all) {
          at += after;
          rate.add(total, at);
          expect(rate.perSecond(at)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
