import { OVERFLOW } from "./series-map.ts";
import { Tally } from "./tally.ts";

/** What a tally is of. A run has no name. */
export interface TallySubject {
  readonly agent: string;
  readonly part: "run" | "step" | "model" | "tool" | "resource";
  readonly name: string;
}

/** What is known of a subject. */
export interface Tallied extends TallySubject {
  readonly tally: Tally;
}

export interface TimeWindowOptions {
  readonly keepHours: number;
  readonly maxSubjects: number;
  /** Length of a slot: how exact the ends of a window are. */
  readonly slotMs: number;
}

/** Tallies of the last hours, in slots that are forgotten one by one. */
export class TimeWindow {
  readonly slotMs: number;
  readonly #keepMs: number;
  readonly #maxSubjects: number;
  readonly #slots = new Map<number, Map<string, Tallied>>();

  constructor({ keepHours, maxSubjects, slotMs }: TimeWindowOptions) {
    this.slotMs = slotMs;
    this.#keepMs = keepHours * 3_600_000;
    this.#maxSubjects = maxSubjects;
  }

  /** The tally of the slot that `at` is in. */
  of(at: number, subject: TallySubject): Tally {
    const slot = this.#slot(at);
    const key = `${subject.agent}\u0000${subject.part}\u0000${subject.name}`;
    const found = slot.get(key);
    if (found !== undefined) return found.tally;
    if (slot.size < this.#maxSubjects) return this.#add(slot, key, subject);
    const rest = { agent: OVERFLOW, part: subject.part, name: OVERFLOW };
    const restKey = `${OVERFLOW}\u0000${subject.part}`;
    return slot.get(restKey)?.tally ?? this.#add(slot, restKey, rest);
  }

  /** What was tallied from `from` on, rounded down to a slot, each subject once. */
  since(from: number, agent: string | undefined): readonly Tallied[] {
    const merged = new Map<string, Tallied>();
    for (const [index, slot] of this.#slots) {
      if (index < Math.floor(from / this.slotMs)) continue;
      for (const [key, tallied] of slot) {
        if (agent !== undefined && tallied.agent !== agent) continue;
        const sum = merged.get(key) ?? { ...tallied, tally: new Tally() };
        sum.tally.merge(tallied.tally);
        merged.set(key, sum);
      }
    }
    return [...merged.values()];
  }

  /** What was tallied in each slot from `from` on, by when the slot begins, oldest first; empty slots are not there. */
  slotsSince(from: number, agent: string | undefined): ReadonlyMap<number, readonly Tallied[]> {
    const first = Math.floor(from / this.slotMs);
    const wanted = [...this.#slots].filter(([index]) => index >= first).sort(([a], [b]) => a - b);
    const ofAgent = wanted.map(([index, slot]): [number, readonly Tallied[]] => [
      index * this.slotMs,
      [...slot.values()].filter((each) => agent === undefined || each.agent === agent),
    ]);
    return new Map(ofAgent.filter(([, tallied]) => tallied.length > 0));
  }

  #add(slot: Map<string, Tallied>, key: string, subject: TallySubject): Tally {
    const tally = new Tally();
    slot.set(key, { ...subject, tally });
    return tally;
  }

  #slot(at: number): Map<string, Tallied> {
    const index = Math.floor(at / this.slotMs);
    const found = this.#slots.get(index);
    if (found !== undefined) return found;
    const slot = new Map<string, Tallied>();
    this.#slots.set(index, slot);
    const oldest = Math.floor((at - this.#keepMs) / this.slotMs);
    for (const each of this.#slots.keys()) if (each < oldest) this.#slots.delete(each);
    return slot;
  }
}
