import type { LoggedEvent } from "./logged-event.ts";
import { MAX_NOTES, MAX_SPANS, type NewSpan, type Span } from "./span.ts";
import type { Waterfall } from "./waterfall.ts";

/** A waterfall while events are put into it: copied once for many of them. Spans themselves are never written to. */
export class WaterfallDraft {
  readonly #spans: Span[];
  readonly #open: Map<string, readonly number[]>;
  /** Lists that this draft has made: those it may write to. */
  readonly #own = new Map<string, number[]>();
  readonly #runs: Map<string, number>;
  #eventCount: number;
  #lastAt: number;
  #droppedSpans: number;

  constructor(before: Waterfall) {
    this.#spans = [...before.spans];
    this.#open = new Map(before.open);
    this.#runs = new Map(before.runs);
    this.#eventCount = before.eventCount;
    this.#lastAt = before.lastAt;
    this.#droppedSpans = before.droppedSpans;
  }

  count({ at }: LoggedEvent): void {
    this.#eventCount += 1;
    this.#lastAt = Math.max(this.#lastAt, at);
  }

  /** @returns its id; undefined when there are too many */
  add({ parent, started, startedAt = started.at, ...rest }: NewSpan): number | undefined {
    if (this.#spans.length >= MAX_SPANS) {
      this.#droppedSpans += 1;
      return undefined;
    }
    const id = this.#spans.length;
    const depth = (this.span(parent)?.depth ?? -1) + 1;
    const { runId } = started;
    const empty = { state: "running", marks: [], notes: [], droppedNotes: 0 } as const;
    this.#spans.push({ id, parent, depth, runId, startedAt, started, ...rest, ...empty });
    return id;
  }

  span(id: number | undefined): Span | undefined {
    return id === undefined ? undefined : this.#spans[id];
  }

  change(id: number, change: Partial<Span>): void {
    const span = this.#spans[id];
    if (span !== undefined) this.#spans[id] = { ...span, ...change };
  }

  /** Keeps an event that neither began nor ended the span. */
  note(id: number | undefined, event: LoggedEvent): void {
    const span = this.span(id);
    if (span === undefined) return;
    if (span.notes.length >= MAX_NOTES) this.change(span.id, { droppedNotes: span.droppedNotes + 1 });
    else this.change(span.id, { notes: [...span.notes, event] });
  }

  /** Ids that were opened under the key and not closed, the oldest first. */
  opened(key: string): readonly number[] {
    return this.#open.get(key) ?? NONE;
  }

  open(id: number, keys: readonly string[]): void {
    for (const key of keys) this.#listAt(key).push(id);
  }

  close(id: number, keys: readonly string[]): void {
    for (const key of keys) {
      const list = this.#listAt(key);
      const place = list.indexOf(id);
      if (place !== -1) list.splice(place, 1);
      if (list.length === 0) this.#drop(key);
    }
  }

  runSpan(runId: string): number | undefined {
    return this.#runs.get(runId);
  }

  setRunSpan(runId: string, id: number): void {
    this.#runs.set(runId, id);
  }

  #listAt(key: string): number[] {
    const own = this.#own.get(key) ?? [...this.opened(key)];
    this.#own.set(key, own);
    this.#open.set(key, own);
    return own;
  }

  #drop(key: string): void {
    this.#own.delete(key);
    this.#open.delete(key);
  }

  done(): Waterfall {
    return {
      spans: this.#spans,
      open: this.#open,
      runs: this.#runs,
      eventCount: this.#eventCount,
      lastAt: this.#lastAt,
      droppedSpans: this.#droppedSpans,
    };
  }
}

const NONE: readonly number[] = [];
