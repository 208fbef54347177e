import fc from "fast-check";
import { expect, test } from "vitest";
import type { Trace } from "./trace.ts";
import { WaitingLine } from "./waiting-line.ts";

/** As much of a trace as a line looks at. */
class FakeTrace {
  queued = 0;
  looks = 0;
  hasEnded = false;
  get isOpen(): boolean {
    this.looks++;
    return !this.hasEnded;
  }
}

interface Item {
  readonly trace: Trace;
  readonly n: number;
}

const newTrace = () => new FakeTrace() as unknown as FakeTrace & Trace;

const anyStep = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("push" as const), of: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("shift" as const), of: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("pass" as const), of: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("extract" as const), of: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("end" as const), of: fc.nat(5) }) },
);

/** A line, and a list that does the same by looking at all of it each time. */
class Pair {
  readonly line = new WaitingLine<Item>();
  items: Item[] = [];
  n = 0;

  fill(count: number): void {
    for (let left = count; left > 0; left--) this.push(newTrace());
  }

  push(trace: Trace): void {
    const item = { trace, n: this.n++ };
    this.line.push(item);
    this.items.push(item);
  }

  end(trace: FakeTrace & Trace): void {
    trace.hasEnded = true;
    this.line.sweep(trace.queued);
    this.items = this.items.filter((each) => each.trace !== trace);
  }
}

test.each([0, 5_000])(
  "a line gives what a list gives, and nothing of a trace that has ended (%i before it)",
  (before) => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
        const pair = new Pair();
        pair.fill(before);
        const traces = Array.from({ length: 6 }, newTrace);
        for (const { do: what, of } of steps) {
          const trace = traces[of] as FakeTrace & Trace;
          if (what === "push" && !trace.hasEnded) pair.push(trace);
          if (what === "shift") expect(pair.line.shift()?.n).toBe(pair.items.shift()?.n);
          if (what === "end" && !trace.hasEnded) pair.end(trace);
          if (what === "extract" && !trace.hasEnded) {
            const expected = pair.items.filter((each) => each.trace === trace);
            pair.items = pair.items.filter((each) => each.trace !== trace);
            expect(pair.line.extract(trace)).toEqual(expected);
          }
          if (what === "pass") {
            const at = pair.items.findIndex((each) => each.trace !== trace);
            const found = pair.line.find((each) => each === trace);
            if (at === -1) expect(found).toBe(-1);
            else expect(pair.line.removeAt(found)?.n).toBe(pair.items.splice(at, 1)[0]?.n);
          }
        }
        const left = Array.from({ length: pair.items.length }, () => pair.line.shift()?.n);
        expect(left).toEqual(pair.items.map(({ n }) => n));
        expect([pair.line.shift(), pair.line.length]).toEqual([undefined, 0]);
        expect(traces.map(({ queued }) => queued)).toEqual(traces.map(() => 0));
      }),
      { numRuns: before === 0 ? 500 : 40 },
    );
  },
);

test.each(["has ended", "must wait"])("a search costs the same whatever waits behind one that %s", (why) => {
  const line = new WaitingLine<Item>();
  const traces = Array.from({ length: 40_000 }, newTrace);
  for (const [n, trace] of traces.entries()) line.push({ trace, n });
  const first = traces[0] as FakeTrace & Trace;
  if (why === "has ended") {
    first.hasEnded = true;
    line.sweep(1);
  }
  const begun = performance.now();
  const taken = traces.slice(1).map(() => line.removeAt(line.find((trace) => trace === first))?.n);
  const tookMs = performance.now() - begun;
  expect(taken).toEqual(traces.slice(1).map((_, index) => index + 1));
  const looks = traces.reduce((sum, each) => sum + each.looks, 0);
  expect(looks).toBeLessThan(traces.length * 5);
  // A few milliseconds; with all of them moved each time it was half a minute.
  expect(tookMs).toBeLessThan(3_000);
});

test.each(["first", "last"])("the end of each of 20 000 traces costs the same, the %s one first", (which) => {
  const line = new WaitingLine<Item>();
  const traces = Array.from({ length: 20_000 }, newTrace);
  for (const [n, trace] of traces.entries()) line.push({ trace, n });
  for (const trace of which === "first" ? traces : traces.toReversed()) {
    trace.hasEnded = true;
    line.sweep(1);
  }
  const looks = traces.reduce((sum, each) => sum + each.looks, 0);
  // The short rest is looked through at each end: 1 024² / 2.
  expect(looks).toBeLessThan(20_000 * 100);
  expect(line.length).toBe(0);
});
