import type { Envelope } from "./envelope.ts";
import { RingQueue } from "./ring-queue.ts";
import type { Trace } from "./trace.ts";

/** So often may a message be passed over by higher ones; then it is next. */
const MOST_PASSES = 64;

class Lane {
  readonly priority: number;
  readonly queue = new RingQueue<Envelope>();
  /** How often a message of a higher lane was taken while one waited here. */
  passes = 0;

  constructor(priority: number) {
    this.priority = priority;
  }
}

/** Whether a trace must wait at a node although there is room. */
export type MustWait = (trace: Trace) => boolean;

/** Messages that wait for a node: the highest priority first, in order of arrival within one. */
export class Inbox {
  length = 0;
  /** Highest first; one at least. */
  readonly #lanes: Lane[] = [new Lane(0)];

  push(envelope: Envelope): void {
    const lane = this.#laneFor(envelope.trace.headers.priority);
    envelope.mark = lane.passes;
    lane.queue.push(envelope);
    this.length++;
  }

  /** Takes the next one whose trace need not wait. */
  take(mustWait: MustWait | undefined): Envelope | undefined {
    if (this.length === 0) return undefined;
    const first = this.#lanes[0];
    if (this.#lanes.length === 1 && mustWait === undefined) {
      this.length--;
      return first?.queue.shift();
    }
    return this.#choose(mustWait);
  }

  /** Takes out all messages of a trace, in order. */
  extract(trace: Trace): Envelope[] {
    if (this.length === 0) return [];
    const taken = this.#lanes.flatMap(({ queue }) =>
      queue.removeWhere((envelope) => envelope.trace === trace),
    );
    this.length -= taken.length;
    this.#dropEmptyLanes();
    return taken;
  }

  clear(): void {
    this.#lanes.splice(0, this.#lanes.length, new Lane(0));
    this.length = 0;
  }

  #choose(mustWait: MustWait | undefined): Envelope | undefined {
    let chosen: { readonly lane: Lane; readonly index: number } | undefined;
    let isOverdue = false;
    for (const lane of this.#lanes) {
      const index = firstOf(lane.queue, mustWait);
      const head = index === -1 ? undefined : lane.queue.at(index);
      if (head === undefined) continue;
      const overdue = lane.passes - head.mark >= MOST_PASSES;
      if (chosen !== undefined && (isOverdue || !overdue)) continue;
      chosen = { lane, index };
      isOverdue = overdue;
    }
    if (chosen === undefined) return undefined;
    for (const lane of this.#lanes) if (lane.priority < chosen.lane.priority) lane.passes++;
    this.length--;
    const taken = chosen.lane.queue.removeAt(chosen.index);
    this.#dropEmptyLanes();
    return taken;
  }

  #laneFor(priority: number): Lane {
    const lanes = this.#lanes;
    const first = lanes[0] as Lane;
    if (first.priority === priority) return first;
    if (this.length === 0) {
      const only = new Lane(priority);
      lanes[0] = only;
      return only;
    }
    const at = lanes.findIndex((lane) => lane.priority <= priority);
    const found = lanes[at];
    if (found?.priority === priority) return found;
    const lane = new Lane(priority);
    lanes.splice(at === -1 ? lanes.length : at, 0, lane);
    return lane;
  }

  #dropEmptyLanes(): void {
    if (this.#lanes.length === 1) return;
    const filled = this.#lanes.filter((lane) => lane.queue.length > 0);
    this.#lanes.splice(0, this.#lanes.length, ...(filled.length > 0 ? filled : [new Lane(0)]));
  }
}

function firstOf(queue: RingQueue<Envelope>, mustWait: MustWait | undefined): number {
  if (mustWait === undefined) return queue.length > 0 ? 0 : -1;
  for (let index = 0; index < queue.length; index++) {
    const envelope = queue.at(index);
    if (envelope !== undefined && !mustWait(envelope.trace)) return index;
  }
  return -1;
}
