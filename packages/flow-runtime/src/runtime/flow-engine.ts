import type { Clock } from "@pergola/core";
import type { Budget } from "../budget.ts";
import type { FlowError } from "../flow-error.ts";
import type { FlowListener, TraceOutcome } from "../flow-event.ts";
import { NO_META } from "../meta.ts";
import { finalAnswer, isWorkingMemory } from "../working-memory.ts";
import { Admission, type Entry } from "./admission.ts";
import { Blocked, type Sender } from "./blocked.ts";
import { Breath } from "./breath.ts";
import type { Engine } from "./engine.ts";
import type { EngineSettings } from "./engine-settings.ts";
import { Envelope } from "./envelope.ts";
import { type FlowCounters, newCounters } from "./flow-counters.ts";
import { FlowEvents } from "./flow-events.ts";
import type { Link } from "./link.ts";
import { countRound, type Exhausted } from "./loop-budget.ts";
import type { NodeRunner } from "./node-runner.ts";
import { OpenTraces } from "./open-traces.ts";
import { Returns } from "./returns.ts";
import { RingQueue } from "./ring-queue.ts";
import { Trace } from "./trace.ts";
import * as endings from "./trace-endings.ts";
import { traceScope } from "./trace-scope.ts";
import { watchTrace } from "./watch-trace.ts";

/** Most messages of a trace that may be under way when one goes back in a loop: a loop that multiplies them has no other bound. */
const MOST_PENDING = 65_536;

/** All traces of a flow: where they begin, and the one place where they end. */
export class FlowEngine implements Engine {
  readonly settings: EngineSettings;
  readonly clock: Clock;
  readonly random: () => number;
  readonly breath: Breath;
  readonly returns = new Returns();
  readonly counters: FlowCounters = newCounters();
  readonly traces = new OpenTraces<Trace>();
  readonly admission: Admission;
  /** There only while somebody listens. */
  events: FlowEvents | undefined;
  runners: readonly NodeRunner[] = [];
  /** Those that do something when nothing of a trace moves any more. */
  drainable: readonly NodeRunner[] = [];
  slots = 0;
  /** Ways into the flow. */
  ingress: readonly Link[] = [];
  readonly budget: Budget | undefined;
  #onEmpty: (() => void) | undefined;
  /** While all traces end: the end of one is not to begin the work of another. */
  #isClosing = false;

  constructor(settings: EngineSettings) {
    this.settings = settings;
    this.clock = settings.clock;
    this.random = settings.random;
    this.budget = settings.budget;
    this.breath = new Breath(settings.clock);
    this.admission = new Admission(
      (entry) => this.#begin(entry),
      () => this.traces.size < settings.maxTraces,
      settings,
    );
  }

  listen(listener: FlowListener): () => void {
    const { name: flow, clock, logger, metaKeys } = this.settings;
    const events = this.events ?? new FlowEvents({ flow, clock, logger, metaKeys });
    this.events = events;
    const subscription = events.add(listener);
    return () => {
      if (!events.delete(subscription)) return;
      this.counters.droppedEvents += subscription.dropped;
      if (events.size === 0 && this.events === events) this.events = undefined;
    };
  }

  /** What a node or the outside sends out of the flow. @returns what waits for the reader, if it has no room */
  deliver(trace: Trace, envelope: Envelope, sender: Sender): Blocked | undefined {
    trace.results++;
    try {
      if ((trace.waiting?.length ?? 0) === 0 && trace.sink.result(envelope)) {
        trace.pending--;
        return undefined;
      }
    } catch (error) {
      this.fail(trace, error as FlowError);
      return undefined;
    }
    const blocked = new Blocked(trace, envelope, sender);
    trace.waiting ??= new RingQueue();
    trace.waiting.push(blocked);
    sender.outstanding++;
    blocked.parkSender();
    return blocked;
  }

  /** The reader of a trace has room again. */
  roomAt(trace: Trace): void {
    const { sink } = trace;
    // Whoever is told that there is room may end the trace: then nothing waits any more.
    for (let first = trace.waiting?.at(0); first !== undefined; first = trace.waiting?.at(0)) {
      const { item } = first;
      const isTaken = "payload" in item ? sink.result(item) : sink.chunk(item);
      if (!isTaken) return;
      trace.waiting?.shift();
      if ("payload" in item) trace.pending--;
      first.taken();
    }
    // What an attempt that was given up has sent is nobody's to finish.
    if (trace.isOpen && trace.isIdle) this.drained(trace);
  }

  /** A message goes over a back edge. @returns it as it goes on; undefined when the trace has ended instead */
  goBack(trace: Trace, envelope: Envelope): Envelope | undefined {
    if (trace.pending >= MOST_PENDING) {
      this.fail(trace, endings.overgrown(trace.id, MOST_PENDING));
      return undefined;
    }
    const round = countRound(trace, envelope, () => this.clock.now());
    if (round instanceof Envelope) return round;
    this.exhaust(trace, round);
    return undefined;
  }

  exhaust(trace: Trace, { code, isAnswer, limit }: Exhausted): void {
    const error = endings.exhausted(trace.id, code, limit);
    const isDeadline = code === "DEADLINE_EXCEEDED";
    this.events?.tell(isDeadline ? "deadline-exceeded" : "budget-exhausted", trace, { code });
    const outcome: TraceOutcome = isDeadline ? "deadline" : "budget";
    if (!isAnswer) {
      this.settle(trace, outcome, error);
      return;
    }
    if (trace.results === 0) {
      trace.results++;
      trace.sink.last(new Envelope(trace, finalAnswer(endings.ANSWERS[code]), NO_META, -1));
    }
    this.#end(trace, outcome, { error, told: undefined });
  }

  fail(trace: Trace, error: FlowError): void {
    if (!trace.isOpen) return;
    this.events?.tell("node-failed", trace, {
      code: error.code,
      message: error.message,
      ...(error.nodeName !== undefined && { nodeName: error.nodeName }),
      ...(error.attempt !== undefined && { attempt: error.attempt }),
    });
    this.settle(trace, "failed", error);
  }

  /** True when there was something to cancel. */
  cancel(traceId: string, cause?: unknown): boolean {
    const trace = this.traces.get(traceId);
    if (trace === undefined) return this.admission.cancel(traceId, () => endings.cancelled(traceId, cause));
    if (trace.isEnding) return true;
    this.events?.tell("cancel-started", trace, {});
    const error = endings.cancelled(traceId, cause);
    trace.isEnding = true;
    this.#sweep(trace, error);
    queueMicrotask(() => {
      this.events?.tell("cancel-finished", trace, {});
      this.settle(trace, "cancelled", error);
    });
    return true;
  }

  /** Nothing of a trace moves any more: who waits in it is told, then who keeps something for it, then it has ended. */
  drained(trace: Trace): void {
    if (!trace.isOpen) return;
    if (trace.fetchers !== undefined) {
      for (const { onStarved } of [...trace.fetchers]) onStarved();
      return;
    }
    if (trace.states !== undefined) {
      for (const runner of this.drainable) {
        runner.drain(trace);
        if (trace.pending > 0 || !trace.isOpen) return;
      }
    }
    this.settle(trace, "completed", undefined);
  }

  settle(trace: Trace, outcome: TraceOutcome, error: FlowError | undefined): void {
    const isTold = error === undefined || !this.#isResult(trace, outcome);
    if (!isTold) trace.sink.last(new Envelope(trace, error, NO_META, -1));
    this.#end(trace, outcome, { error, told: isTold ? error : undefined });
  }

  /** Whether what ends the trace is given as a result of it. */
  #isResult({ sink, outcome: ended }: Trace, outcome: TraceOutcome): boolean {
    if (!this.settings.errorsAsResults || !sink.takesErrors || ended !== undefined) return false;
    return outcome !== "cancelled" && outcome !== "stopped";
  }

  /** Makes an id for a trace; while it runs it can be called by it. */
  nameOf(trace: Trace): string {
    const id = this.settings.createId();
    if (trace.outcome === undefined) this.traces.name(id, trace);
    return id;
  }

  /** Ends all traces. */
  stopAll(): void {
    this.#isClosing = true;
    for (const trace of this.traces.all())
      this.settle(trace, "stopped", endings.stopped(trace.id, this.settings.name));
    this.#isClosing = false;
  }

  /** Resolves when no trace runs. */
  whenEmpty(): Promise<void> {
    if (this.traces.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onEmpty = resolve;
    });
  }

  #begin(entry: Entry): void {
    const { input, options } = entry;
    const trace = new Trace(entry, this.clock.now(), this);
    if (isWorkingMemory(input)) trace.beginWith(input);
    if (this.settings.asyncContext) trace.scope = traceScope(trace);
    this.traces.add(trace);
    if (this.events !== undefined) this.#tellStart(trace, entry);
    // Whoever was told may have ended it.
    if (trace.isOpen) watchTrace(this, trace, options.signal);
    if (trace.isOpen) this.#enter(trace, entry);
  }

  #tellStart(trace: Trace, { options: { to }, meta }: Entry): void {
    trace.startedAt = this.clock.monotonic();
    const entered = to ?? (this.ingress.length === 1 ? this.ingress[0]?.to : undefined);
    this.events?.tell("trace-started", trace, entered === undefined ? {} : { to: entered }, meta);
  }

  #enter(trace: Trace, { input, options, meta, onAccepted }: Entry): void {
    const links =
      options.to === undefined ? this.ingress : this.ingress.filter(({ to }) => to === options.to);
    // Held until all have it: a first one that is done at once does not end the trace.
    trace.pending += links.length;
    const envelope = new Envelope(trace, input, meta, -1);
    let waiting = 0;
    for (const link of links) {
      const target = link.target as NodeRunner;
      const acceptance = target.offer(envelope, false);
      // Whoever was told of it may have ended the trace.
      if (!trace.isOpen) return;
      if (acceptance === "taken") continue;
      if (acceptance === "full" && onAccepted === undefined) {
        target.lineUp(envelope);
        continue;
      }
      waiting++;
      const blocked = new Blocked(trace, envelope, undefined);
      if (onAccepted !== undefined) blocked.onTaken = () => --waiting === 0 && onAccepted();
      target.block(blocked, acceptance);
    }
    if (waiting === 0) onAccepted?.();
  }

  #end(
    trace: Trace,
    outcome: TraceOutcome,
    { error, told }: { readonly error: FlowError | undefined; readonly told: FlowError | undefined },
  ): void {
    if (trace.outcome !== undefined) return;
    trace.outcome = outcome;
    this.traces.delete(trace);
    trace.release?.();
    if (error !== undefined && !trace.isEnding) this.#sweep(trace, error);
    trace.states = undefined;
    trace.streams = undefined;
    if (this.events !== undefined) this.#tellEnd(trace, outcome, error);
    trace.sink.settled(trace, told);
    if (this.admission.size > 0) this.admission.next();
    if (this.traces.size === 0) this.#onEmpty?.();
  }

  #tellEnd(trace: Trace, outcome: TraceOutcome, error: FlowError | undefined): void {
    const latencyMs = this.clock.monotonic() - trace.startedAt;
    this.events?.tell("trace-settled", trace, {
      outcome,
      ...(!Number.isNaN(latencyMs) && { latencyMs }),
      ...(error !== undefined && { code: error.code }),
    });
  }

  /** Takes everything of a trace out of the flow, then lets others have the room. */
  #sweep(trace: Trace, reason: FlowError): void {
    let dropped = trace.queued + (trace.waiting?.length ?? 0);
    trace.waiting = undefined;
    for (const runner of this.runners) dropped += runner.drop(trace, reason);
    for (let each = trace.working; each !== undefined; each = trace.working) each.stop(reason);
    trace.fetchers = undefined;
    if (dropped > 0) this.events?.tell("message-dropped", trace, { count: dropped });
    trace.abort(reason);
    if (!this.#isClosing) for (const runner of this.runners) runner.pump();
  }
}
