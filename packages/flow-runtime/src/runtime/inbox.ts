import type { Envelope } from "./envelope.ts";
import type { Trace } from "./trace.ts";
import { WaitingLine } from "./waiting-line.ts";

/** So often may a message be passed over by higher ones; then it is next. */
const MOST_PASSES = 64;
/** Each priority has a lane of its own, and for each message that is taken all of them are looked at. */
const MOST_LANES = 64;

class Lane {
  readonly priority: number;
  readonly line = new WaitingLine<Envelope>();
  /** How often a message of a higher lane was taken while one waited here. */
  passes = 0;
  /** How often that had been when one came; of those that came before the first time nothing is written. */
  #passesBefore: WeakMap<Envelope, number> | undefined;

  constructor(priority: number) {
    this.priority = priority;
  }

  push(envelope: Envelope): void {
    if (this.passes > 0) this.#note(envelope);
    this.line.push(envelope);
  }

  isOverdue(envelope: Envelope): boolean {
    return this.passes - (this.#passesBefore?.get(envelope) ?? 0) >= MOST_PASSES;
  }

  /** To write each down is dear: where nobody waits any more, nobody was passed over. */
  #note(envelope: Envelope): void {
    if (this.line.length === 0) {
      this.passes = 0;
      this.#passesBefore = undefined;
      return;
    }
    this.#passesBefore ??= new WeakMap();
    this.#passesBefore.set(envelope, this.passes);
  }
}

/** Whether a trace must wait at a node although there is room. */
export type MustWait = (trace: Trace) => boolean;

/** Messages that wait for a node: the highest priority first, in order of arrival within one. */
export class Inbox {
  /** With those of ended traces that have not been taken out yet. */
  length = 0;
  /** Highest first; one at least. */
  readonly #lanes: Lane[] = [new Lane(0)];
  /** Whether a trace has ended since all of such traces were taken out. */
  #mayHaveEnded = false;

  push(envelope: Envelope): void {
    const lane = this.#laneFor(envelope.trace.headers.priority);
    lane.push(envelope);
    this.length++;
  }

  /** Whether one of that priority may come however many wait. */
  hasLaneFor(priority: number): boolean {
    return this.#lanes.length < MOST_LANES || this.#lanes.some((lane) => lane.priority === priority);
  }

  /** Takes the next one whose trace need not wait. */
  take(mustWait: MustWait | undefined): Envelope | undefined {
    if (this.length === 0) return undefined;
    const first = this.#lanes[0] as Lane;
    if (this.#lanes.length > 1 || mustWait !== undefined) return this.#choose(mustWait ?? waitsForNobody);
    const { line } = first;
    const envelope = line.shift();
    this.length = line.length;
    return envelope;
  }

  /** Takes out all messages of a trace, in order. */
  extract(trace: Trace): Envelope[] {
    if (trace.queued === 0) return [];
    const taken = this.#lanes.flatMap(({ line }) => line.extract(trace));
    this.#dropEmptyLanes();
    return taken;
  }

  /** A trace has ended. @param most how many messages of it may be here */
  sweep(trace: Trace, most: number): void {
    this.#mayHaveEnded = true;
    for (const { line, priority } of this.#lanes) if (priority === trace.headers.priority) line.sweep(most);
    this.#dropEmptyLanes();
  }

  /** Whether so many wait. Where that is asked it counts exactly: what is still there of an ended trace takes no room. */
  isFull(capacity: number): boolean {
    if (this.length < capacity) return false;
    if (!this.#mayHaveEnded || this.#least() >= capacity) return true;
    this.#mayHaveEnded = false;
    for (const { line } of this.#lanes) line.purge();
    this.#dropEmptyLanes();
    return this.length >= capacity;
  }

  #choose(mustWait: MustWait): Envelope | undefined {
    let chosen: { readonly lane: Lane; readonly index: number } | undefined;
    let isOverdue = false;
    for (const lane of this.#lanes) {
      const index = lane.line.find(mustWait);
      const head = index === -1 ? undefined : lane.line.at(index);
      if (head === undefined) continue;
      const overdue = lane.isOverdue(head);
      if (chosen !== undefined && (isOverdue || !overdue)) continue;
      chosen = { lane, index };
      isOverdue = overdue;
    }
    if (chosen !== undefined)
      for (const lane of this.#lanes) if (lane.priority < chosen.lane.priority) lane.passes++;
    const taken = chosen?.lane.line.removeAt(chosen.index);
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
    if (this.#lanes.length > 1) {
      const filled = this.#lanes.filter(({ line }) => line.length > 0);
      this.#lanes.splice(0, this.#lanes.length, ...(filled.length > 0 ? filled : [new Lane(0)]));
    }
    this.#count();
  }

  /** How many wait at least, without a look at each: far beyond a bound it does not matter who has ended. */
  #least(): number {
    let least = 0;
    for (const { line } of this.#lanes) least += line.least;
    return least;
  }

  #count(): void {
    this.length = 0;
    for (const { line } of this.#lanes) this.length += line.length;
  }
}

const waitsForNobody: MustWait = () => false;
