import type {
  Clock,
  ErrorData,
  ObservedRun,
  RunEvent,
  RunEventInput,
  RunEventPosition,
  Scope,
} from "@pergola/core";
import { checkStepEvent } from "./check-step-event.ts";
import { InnerRuns } from "./inner-runs.ts";
import type { Observers } from "./observers.ts";
import { isFinish, type KeptItem, type OpenItem, OpenItems } from "./open-items.ts";
import { lazilyPlacedEvent, placedEvent } from "./placed-event.ts";
import { runSettled } from "./run-settled.ts";
import { shownEvent } from "./shown-event.ts";
import { StreamedTexts } from "./streamed-texts.ts";

export interface JournalOptions {
  readonly runId: string;
  readonly parentRunId?: string;
  readonly clock: Clock;
  /** Keep all events but the deltas, for the run log. */
  readonly keepLog: boolean;
  /** Who watches all runs of the agent. */
  readonly observers?: Observers;
  readonly scope: Scope;
  readonly traceId?: string | undefined;
}

declare module "@pergola/core" {
  interface RunEventMap {
    /** A suspended run goes on. */
    "run-resumed": Readonly<Record<never, never>>;
    /** Only in a stored log: the run told more than is kept, and this stands for the first of what is left out. */
    "log-truncated": { readonly omitted: number };
  }
}

/** Where a suspended run stands; plain data. */
export interface KeptJournal {
  readonly seq: number;
  readonly open: readonly KeptItem[];
}

/** Most events that a run log keeps, besides its end; later ones are left out of the log, not of the stream. */
const MAX_LOGGED_EVENTS = 10_000;

/**
 * Gives events their place and passes them on. It knows what is open, so that every `…-started` gets its `…-finished`:
 * once stopped, only those and the terminal event get through, and after that nothing.
 */
export class RunJournal {
  /** Who reads the run is told of every event, in order; a promise means: wait before making more. */
  listener: ((event: RunEvent) => void | Promise<void>) | undefined;
  /** Told of every event but text, before it has its place. */
  counter: ((event: RunEventInput) => void) | undefined;

  readonly #options: JournalOptions;
  readonly #run: ObservedRun;
  readonly #open = new OpenItems();
  readonly #inner = new InnerRuns();
  readonly #log: RunEvent[] = [];
  #omitted: { readonly first: RunEvent; count: number } | undefined;
  readonly #streamed = new StreamedTexts();
  #seq = 0;
  #isStopped = false;
  #isSealed = false;

  constructor(options: JournalOptions) {
    this.#options = options;
    const { runId, scope, traceId } = options;
    this.#run = { id: runId, scope, ...(traceId !== undefined && { traceId }) };
  }

  /**
   * What steps and handles emit through. An event of a child run keeps its own place.
   *
   * @throws RUN_SETTLED, INVALID_EVENT
   */
  readonly emit = (event: RunEventInput): void | Promise<void> => {
    if (this.#isForeign(event)) return this.#forward(event);
    if (event.type === "text-delta") return this.#emitText(event);
    if (isFinish(event.type)) return this.#open.take(event) ? this.#publish(event) : undefined;
    if (this.#isSealed) throw runSettled();
    checkStepEvent(event);
    if (this.#isStopped) return;
    const isNew = this.#open.note(event, this.#options.clock.monotonic());
    return isNew ? this.#publish(event) : undefined;
  };

  /** All events so far but deltas, if they are kept. */
  get log(): readonly RunEvent[] {
    if (this.#omitted === undefined) return this.#log;
    const { first, count } = this.#omitted;
    const { runId, seq, at } = first;
    return [...this.#log, { type: "log-truncated", runId, seq, at, omitted: count }];
  }

  get isSealed(): boolean {
    return this.#isSealed;
  }

  /** The first event of a run, or of its next part. */
  begin(event: RunEventInput<"run-started" | "run-resumed">): void {
    this.#publish(event);
  }

  /** How long the step, model call or tool call of that name or id has been open, in milliseconds; 0 if it is not. */
  openFor(kind: OpenItem["kind"], id: string): number {
    const now = this.#options.clock.monotonic();
    return now - (this.#open.startOf(kind, id) ?? now);
  }

  /** What began with the event asks something, and is done again with the answer: it stays open. */
  waits(event: RunEventInput<"tool-started" | "step-started">): void {
    this.#open.wait(event);
  }

  /** How long the step has been at its present attempt, in milliseconds. */
  attemptFor(step: string): number {
    const now = this.#options.clock.monotonic();
    return now - (this.#open.attemptOf("step", step) ?? now);
  }

  /** The step is run again: its attempt begins now. */
  restart(step: string): void {
    this.#open.restart("step", step, this.#options.clock.monotonic());
  }

  restore({ seq, open }: KeptJournal): void {
    this.#seq = seq;
    this.#open.restore(open, this.#options.clock.monotonic());
  }

  /** From now on only what is open may finish. */
  stop(): void {
    this.#isStopped = true;
  }

  /** What each model call has streamed, in order of the calls. */
  streamedTexts(): readonly string[] {
    return this.#streamed.list();
  }

  /** What these model calls have streamed is taken back. */
  forgetTexts(callIds: Iterable<string>): void {
    this.#streamed.forget(callIds);
  }

  /** Notes that the conversation has this answer. False when no model call has streamed it, or only for another answer. */
  noteSaid(answer: string): boolean {
    return this.#streamed.note(answer);
  }

  /** Stops, and resolves when the runs inside this one have ended; undefined when none is open. */
  stopInnerRuns(): Promise<void> | undefined {
    this.stop();
    return this.#inner.ended(this.#options.clock);
  }

  /** Stops, and finishes everything open with `error`, the last opened first. */
  closeOpen(error: ErrorData): void {
    this.stop();
    for (const item of this.#open.list()) this.emit(this.#finishedEvent(item, error));
  }

  /** Gives the terminal event its place, so that it can be stored before it is told; afterwards nothing can be emitted. */
  seal(event: RunEventInput<"run-finished">): RunEvent<"run-finished"> {
    this.#isSealed = true;
    this.#isStopped = true;
    return this.#place(event) as RunEvent<"run-finished">;
  }

  /** Hands over the terminal event. */
  tell(finished: RunEvent<"run-finished">): void {
    this.#tell(finished);
  }

  /** The event of a suspension, and what the run goes on with after it: both are stored before it is told. */
  suspension(event: RunEventInput<"run-suspended">): {
    readonly event: RunEvent;
    readonly kept: KeptJournal;
  } {
    this.#isStopped = true;
    const seq = this.#seq;
    const placed = this.#place(event);
    this.#seq = seq;
    return { event: placed, kept: { seq: seq + 1, open: this.#open.keep(this.#options.clock.monotonic()) } };
  }

  /** Hands over the event of a suspension; afterwards nothing can be emitted. */
  suspend(suspended: RunEvent): void {
    this.#seq += 1;
    this.#isSealed = true;
    this.#tell(suspended);
  }

  #emitText(event: RunEventInput<"text-delta">): void | Promise<void> {
    if (this.#isStopped) {
      if (this.#isSealed) throw runSettled();
      return;
    }
    this.#streamed.add(event.callId, event.text);
    const { runId, parentRunId, clock } = this.#options;
    const seq = this.#seq++;
    const isWatched = this.#options.observers?.wantDeltas === true;
    if (this.listener === undefined && !isWatched) return;
    const at = clock.now();
    return this.#tell(
      parentRunId === undefined
        ? { type: "text-delta", runId, seq, at, callId: event.callId, step: event.step, text: event.text }
        : { ...event, runId, parentRunId, seq, at },
    );
  }

  /** Whether another run has given the event its place: a child's, on its way to this run's reader. */
  #isForeign(event: RunEventInput): event is RunEvent {
    const { runId } = event as Partial<RunEventPosition>;
    return runId !== undefined && runId !== this.#options.runId;
  }

  /** Once stopped, only what ends gets through, of children that were told of. One that outlives this run has nobody to tell. */
  #forward(event: RunEvent): void | Promise<void> {
    const isEnd = isFinish(event.type) || event.type === "run-finished";
    if (this.#isSealed || (this.#isStopped && !(isEnd && this.#inner.isOpen(event)))) return;
    const told = this.#pass(event);
    this.#inner.note(event);
    return told;
  }

  #publish(event: RunEventInput): void | Promise<void> {
    const { keepLog, observers } = this.#options;
    if (this.listener !== undefined || keepLog || observers !== undefined)
      return this.#pass(this.#place(shownEvent(event)));
    this.#seq++;
    this.counter?.(event);
  }

  #place(event: RunEventInput): RunEvent {
    const { runId, parentRunId, clock } = this.#options;
    const seq = this.#seq++;
    const at = clock.now();
    const position = parentRunId === undefined ? { runId, seq, at } : { runId, parentRunId, seq, at };
    const isOnlyObserved = this.listener === undefined && !this.#options.keepLog;
    return isOnlyObserved ? lazilyPlacedEvent(event, position) : placedEvent(event, position);
  }

  #pass(event: RunEvent): void | Promise<void> {
    const isDelta = event.type === "reasoning-delta" || event.type === "text-delta";
    if (event.type !== "text-delta") this.counter?.(event);
    if (this.#options.keepLog && !isDelta) this.#keep(event);
    return this.#tell(event);
  }

  #keep(event: RunEvent): void {
    if (this.#log.length < MAX_LOGGED_EVENTS) this.#log.push(event);
    else if (this.#omitted === undefined) this.#omitted = { first: event, count: 1 };
    else this.#omitted.count += 1;
  }

  #tell(event: RunEvent): void | Promise<void> {
    this.#options.observers?.tell(event, this.#run);
    return this.listener?.(event);
  }

  #finishedEvent({ kind, event, startedAt }: OpenItem, error: ErrorData): RunEventInput {
    const latencyMs = this.#options.clock.monotonic() - startedAt;
    const {
      request: _request,
      arguments: _arguments,
      model: _model,
      label,
      ...rest
    } = event as Record<string, unknown>;
    const isPlace = label !== undefined && (kind === "step" || kind === "stage");
    const place = isPlace ? { ...rest, label } : rest;
    return { ...place, type: `${kind}-finished`, latencyMs, error } as RunEventInput;
  }
}
