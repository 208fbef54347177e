import { expect, test } from "vitest";
import { Envelope } from "./envelope.ts";
import { Inbox } from "./inbox.ts";
import type { Trace } from "./trace.ts";

/** As much of a trace as an inbox looks at. */
class FakeTrace {
  readonly headers: { readonly priority: number };
  queued = 0;
  looks = 0;
  hasEnded = false;
  constructor(priority = 0) {
    this.headers = { priority };
  }
  get isOpen(): boolean {
    this.looks++;
    return !this.hasEnded;
  }
}

const newTrace = (priority?: number) => new FakeTrace(priority) as unknown as FakeTrace & Trace;
const messageOf = (trace: Trace) => new Envelope(trace, undefined, {}, -1);

/** How often something is written into a weak map meanwhile. */
function countWrites(work: () => void): number {
  const { set } = WeakMap.prototype;
  let writes = 0;
  WeakMap.prototype.set = function (...given) {
    writes++;
    return set.apply(this, given);
  };
  try {
    work();
  } finally {
    WeakMap.prototype.set = set;
  }
  return writes;
}

test("whether it is full costs the same however far beyond its bound it is, and whoever has ended", () => {
  const inbox = new Inbox();
  const traces = Array.from({ length: 20_000 }, () => newTrace());
  for (const trace of traces) inbox.push(messageOf(trace));
  const looksBefore = traces.reduce((sum, { looks }) => sum + looks, 0);
  for (const trace of traces.slice(0, 1_000)) {
    trace.hasEnded = true;
    inbox.sweep(trace, trace.queued);
    expect(inbox.isFull(64)).toBe(true);
    const next = newTrace();
    traces.push(next);
    inbox.push(messageOf(next));
  }
  const looks = traces.reduce((sum, each) => sum + each.looks, 0) - looksBefore;
  // Each end is worth 32 looks; to look through all of them each time were twenty millions.
  expect(looks).toBeLessThan(1_000 * 50);
});

test("it is not full when so many have ended that there is room", () => {
  const inbox = new Inbox();
  const traces = Array.from({ length: 2_000 }, () => newTrace());
  for (const trace of traces) inbox.push(messageOf(trace));
  for (const trace of traces.slice(0, 10)) {
    trace.hasEnded = true;
    inbox.sweep(trace, trace.queued);
  }
  expect([inbox.isFull(1_990), inbox.isFull(1_991), inbox.length]).toEqual([true, false, 1_990]);
});

test("who comes when nobody waits was passed over by nobody, and nothing is written of it", () => {
  const inbox = new Inbox();
  for (const priority of [0, 1]) inbox.push(messageOf(newTrace(priority)));
  expect([inbox.take(undefined), inbox.take(undefined)].map((each) => each?.trace.headers.priority)).toEqual([
    1, 0,
  ]);
  const writes = countWrites(() => {
    for (let left = 100; left > 0; left--) inbox.push(messageOf(newTrace()));
  });
  expect(writes).toBe(0);
});

test("a message is passed over by 64 higher ones, however many had passed others before it came", () => {
  const inbox = new Inbox();
  const first = messageOf(newTrace());
  inbox.push(first);
  for (let left = 40; left > 0; left--) {
    inbox.push(messageOf(newTrace(1)));
    inbox.take(undefined);
  }
  const second = messageOf(newTrace());
  inbox.push(second);
  const taken: unknown[] = [];
  for (let left = 100; left > 0; left--) {
    inbox.push(messageOf(newTrace(1)));
    taken.push(inbox.take(undefined));
  }
  expect([taken.indexOf(first), taken.indexOf(second)]).toEqual([24, 65]);
});
