import { type GraphDescription, silentLogger, systemClock } from "@pergola/core";
import type { CallOptions } from "../call-options.ts";
import { checkCallOptions, checkListener, checkStopOptions } from "../check-call-options.ts";
import { flowErrors } from "../errors.ts";
import type { FetchResultOptions, Flow, FlowStats, StopOptions } from "../flow.ts";
import type { FlowEvent, FlowListener } from "../flow-event.ts";
import type { FlowOptions } from "../flow-options.ts";
import { describeGraph } from "../graph/describe-graph.ts";
import type { GraphPlan } from "../graph/plan-graph.ts";
import { toHeaders } from "../headers.ts";
import { HistoryWriter } from "../history/history-writer.ts";
import type { Message } from "../message.ts";
import { extendMeta, NO_META } from "../meta.ts";
import { CallSink } from "./call-sink.ts";
import { EmitSink } from "./emit-sink.ts";
import { FlowEngine } from "./flow-engine.ts";
import { Outbox } from "./outbox.ts";
import { randomId } from "./random-id.ts";
import { StreamSink } from "./stream-sink.ts";
import { stopped } from "./trace-endings.ts";
import type { TraceSink } from "./trace-sink.ts";
import { wire } from "./wire.ts";

const NO_OPTIONS: CallOptions = Object.freeze({});

/** A flow over its engine: the front door. */
export class RunningFlow implements Flow {
  readonly name: string;
  readonly #plan: GraphPlan;
  readonly #options: FlowOptions;
  readonly #engine: FlowEngine;
  readonly #outbox = new Outbox();
  readonly #history: HistoryWriter | undefined;
  #state: "new" | "running" | "draining" | "stopping" | "stopped" = "new";
  #stopping: Promise<void> | undefined;

  constructor(plan: GraphPlan, options: FlowOptions) {
    const { clock = systemClock, logger = silentLogger, createId = randomId } = options;
    this.name = plan.name;
    this.#plan = plan;
    this.#options = options;
    this.#engine = new FlowEngine({
      name: plan.name,
      maxTraces: options.maxTraces === 0 ? Number.POSITIVE_INFINITY : (options.maxTraces ?? 1_000),
      asyncContext: options.asyncContext ?? true,
      clock,
      logger,
      createId,
      random: options.random ?? Math.random,
      budget: options.budget,
      metaKeys: options.eventMeta ?? [],
      errorsAsResults: options.errorsAsResults ?? false,
    });
    if (options.onEvent !== undefined) this.#engine.listen(options.onEvent);
    this.#history =
      options.history === undefined ? undefined : new HistoryWriter(options.history, { clock, logger });
    if (this.#history !== undefined) this.#engine.listen(this.#history.note);
  }

  get isRunning(): boolean {
    return this.#state === "running";
  }

  run(): void {
    if (this.#state === "running") return;
    if (this.#isStopping) throw this.#stoppedError("It is being stopped.");
    wire(this.#engine, this.#plan, this.#options);
    this.#state = "running";
  }

  stop(options: StopOptions = {}): Promise<void> {
    const { mode = "abort", timeoutMs } = options;
    try {
      checkStopOptions(options);
    } catch (error) {
      return Promise.reject(error);
    }
    if (this.#isStopping) return this.#hasten(mode, timeoutMs);
    if (this.#state === "new") this.#state = "stopped";
    if (this.#state === "stopped") return Promise.resolve();
    this.#stopping ??= this.#stop(mode, timeoutMs);
    return this.#stopping;
  }

  close(): Promise<void> {
    return this.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  call(input: unknown, options: CallOptions = NO_OPTIONS): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#send(input, options, { sink: new CallSink(resolve, reject), onRefused: reject });
    });
  }

  stream(input: unknown, options: CallOptions = NO_OPTIONS): StreamSink {
    let traceId = "";
    const sink: StreamSink = new StreamSink({
      onRoom: () => {
        const trace = this.#engine.traces.get(traceId);
        if (trace !== undefined) this.#engine.roomAt(trace);
      },
      onLeave: () => void this.#engine.cancel(traceId),
    });
    try {
      traceId = this.#send(input, options, { sink, onRefused: (error) => sink.refuse(error) });
    } catch (error) {
      sink.refuse(error as Error);
    }
    return sink;
  }

  emit(input: unknown, options: CallOptions = NO_OPTIONS): Promise<string> {
    return new Promise((resolve, reject) => {
      const sink = new EmitSink(this.#outbox, { resolve, reject });
      const onRefused = (error: Error) => sink.refused(error);
      this.#send(input, options, { sink, onRefused, onAccepted: () => sink.accepted() });
    });
  }

  emitNowait(input: unknown, options: CallOptions = NO_OPTIONS): string {
    this.#assertRunning();
    const { ingress, admission } = this.#engine;
    const full = ingress.find(({ target, to }) => (options.to ?? to) === to && target?.hasRoom() === false);
    if (admission.isOpen && full === undefined) {
      const sink = new EmitSink(this.#outbox);
      return this.#send(input, options, { sink, onRefused: (error) => sink.refused(error) });
    }
    throw flowErrors.create("QUEUE_FULL", {
      message:
        full === undefined
          ? `The flow "${this.name}" runs as many traces as it may.`
          : `Node "${full.to}" has no room.`,
      hint: "Await emit() instead, or raise maxTraces or queueSize.",
    });
  }

  fetch({ traceId, signal }: FetchResultOptions = {}): Promise<Message | undefined> {
    try {
      // What runs to its end gives results to the last.
      if (this.#state !== "draining") this.#assertRunning();
      return this.#outbox.fetch(traceId, signal);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  cancel(traceId: string): boolean {
    const isCancelled = this.#engine.cancel(traceId);
    if (isCancelled) this.#outbox.drop(traceId);
    return isCancelled;
  }

  on(listener: FlowListener): () => void {
    checkListener(listener);
    return this.#engine.listen(listener);
  }

  history(traceId: string): Promise<readonly FlowEvent[]> {
    if (this.#history !== undefined) return this.#history.load(traceId);
    const error = flowErrors.create("INVALID_OPTIONS", {
      message: `The flow "${this.name}" keeps no history.`,
      hint: "Give createFlow() a history, for example createInMemoryHistory().",
    });
    return Promise.reject(error);
  }

  stats(): FlowStats {
    const { traces, admission, counters, runners, events } = this.#engine;
    return {
      traces: traces.size,
      waiting: admission.size,
      queueDepths: Object.fromEntries(runners.map(({ name, queueDepth }) => [name, queueDepth])),
      zombieAttempts: counters.zombieAttempts,
      lateCalls: counters.lateCalls,
      droppedEvents: counters.droppedEvents + (events?.dropped ?? 0),
      forgottenResults: this.#outbox.forgotten,
      historyFailures: this.#history?.failures ?? 0,
    };
  }

  describe(): GraphDescription {
    return describeGraph(this.#plan);
  }

  #send(
    input: unknown,
    options: CallOptions,
    {
      sink,
      onRefused,
      onAccepted,
    }: { sink: TraceSink; onRefused: (error: Error) => void; onAccepted?: () => void },
  ): string {
    if (this.#state !== "running") this.#assertRunning();
    if (options !== NO_OPTIONS) checkCallOptions(options);
    const id = options.traceId ?? this.#engine.settings.createId();
    if (options !== NO_OPTIONS || this.#options.createId !== undefined) this.#checkCall(id, options);
    const headers = toHeaders(options.headers);
    const meta = extendMeta(NO_META, options.meta);
    const deadlineAt = this.#deadlineOf(options);
    sink.opened?.(id);
    this.#engine.admission.enter({
      id,
      input,
      options,
      headers,
      meta,
      deadlineAt,
      sink,
      onAccepted,
      onRefused,
    });
    return id;
  }

  #deadlineOf({ deadlineAt, timeoutMs }: CallOptions): number | undefined {
    if (timeoutMs === undefined) return deadlineAt;
    return Math.min(this.#engine.clock.now() + timeoutMs, deadlineAt ?? Number.POSITIVE_INFINITY);
  }

  /** @throws DUPLICATE_TRACE, UNKNOWN_TARGET, INVALID_OPTIONS */
  #checkCall(id: string, { to }: CallOptions): void {
    const { traces, admission, ingress } = this.#engine;
    if (typeof id !== "string" || id === "") {
      throw flowErrors.create("INVALID_OPTIONS", {
        message: `The createId of flow "${this.name}" gave ${String(id)}; expected a text that is not empty.`,
        hint: "Leave createId out for random UUIDs.",
      });
    }
    if (traces.has(id) || admission.has(id)) {
      throw flowErrors.create("DUPLICATE_TRACE", {
        message: `A trace with the id ${JSON.stringify(id)} is running.`,
        hint: "Leave traceId out, or use a new one.",
        details: { traceId: id },
      });
    }
    if (to === undefined || ingress.some((link) => link.to === to)) return;
    throw flowErrors.create("UNKNOWN_TARGET", {
      message: `The flow "${this.name}" has no ingress ${JSON.stringify(to)}.`,
      hint: `Messages enter at ${ingress.map((link) => `"${link.to}"`).join(", ")}.`,
      details: { target: to },
    });
  }

  get #isStopping(): boolean {
    return this.#state === "draining" || this.#state === "stopping";
  }

  /** The first call begins it; after a stop somebody must say run(). */
  #assertRunning(): void {
    if (this.#state === "running") return;
    if (this.#state !== "new") throw this.#stoppedError("It takes no messages.");
    this.run();
  }

  #stoppedError(message: string) {
    return flowErrors.create("STOPPED", {
      message: `The flow "${this.name}" was stopped. ${message}`,
      hint: "Await stop(), then call run().",
    });
  }

  /** It is being stopped: whoever would not wait so long need not. */
  async #hasten(mode: "drain" | "abort", timeoutMs: number | undefined): Promise<void> {
    const { clock } = this.#engine;
    if (mode === "abort") this.#engine.stopAll();
    else if (timeoutMs !== undefined) {
      const cancelTimer = clock.setTimer(timeoutMs, () => this.#engine.stopAll());
      await this.#stopping;
      cancelTimer();
    }
    await this.#stopping;
  }

  async #stop(mode: "drain" | "abort", timeoutMs: number | undefined): Promise<void> {
    this.#state = mode === "drain" ? "draining" : "stopping";
    const engine = this.#engine;
    engine.admission.refuseAll((traceId) => stopped(traceId, this.name));
    if (mode === "drain") {
      const cancelTimer =
        timeoutMs === undefined ? undefined : engine.clock.setTimer(timeoutMs, () => engine.stopAll());
      await engine.whenEmpty();
      cancelTimer?.();
    }
    this.#state = "stopping";
    engine.stopAll();
    this.#outbox.clear((traceId) => stopped(traceId, this.name));
    await this.#history?.close();
    this.#stopping = undefined;
    this.#state = "stopped";
  }
}
