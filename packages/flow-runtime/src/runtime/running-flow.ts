import { type GraphDescription, redactLogger, silentLogger, systemClock } from "@pergola/core";
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
import * as wrongUse from "./wrong-use.ts";

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
    const { clock = systemClock, createId = randomId } = options;
    const logger = redactLogger(options.logger ?? silentLogger);
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
    const sink: StreamSink = new StreamSink({
      onRoom: (traceId) => {
        const trace = this.#engine.traces.get(traceId);
        if (trace !== undefined) this.#engine.roomAt(trace);
      },
      onLeave: (traceId) => void this.#engine.cancel(traceId),
    });
    try {
      this.#send(input, options, { sink, onRefused: (error) => sink.refuse(error) });
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
      this.#send(input, options, { sink, onRefused: (error) => sink.refused(error) });
      return sink.traceId;
    }
    throw wrongUse.noRoom(this.name, full?.to);
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
  ): void {
    if (this.#state !== "running") this.#assertRunning();
    if (options !== NO_OPTIONS) checkCallOptions(options);
    const id = options.traceId ?? this.#createId(sink);
    if (options !== NO_OPTIONS || this.#makesIds) this.#checkCall(id, options);
    const headers = toHeaders(options.headers);
    const meta = extendMeta(NO_META, options.meta);
    const deadlineAt = this.#deadlineOf(options);
    if (id !== undefined) sink.opened?.(id);
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
  }

  /** A random one is made when somebody wants to know it. @throws INVALID_OPTIONS */
  #createId(sink: TraceSink): string | undefined {
    if (!this.#makesIds && sink.opened === undefined) return undefined;
    const id: unknown = this.#engine.settings.createId();
    if (typeof id === "string" && id !== "") return id;
    throw wrongUse.invalidId(this.name, id);
  }

  /** Whether somebody else makes them. */
  get #makesIds(): boolean {
    return this.#engine.settings.createId !== randomId;
  }

  #deadlineOf({ deadlineAt, timeoutMs }: CallOptions): number | undefined {
    if (timeoutMs === undefined) return deadlineAt;
    return Math.min(this.#engine.clock.now() + timeoutMs, deadlineAt ?? Number.POSITIVE_INFINITY);
  }

  /** @throws DUPLICATE_TRACE, UNKNOWN_TARGET */
  #checkCall(id: string | undefined, { to }: CallOptions): void {
    const { traces, admission, ingress } = this.#engine;
    if (id !== undefined && (traces.has(id) || admission.has(id))) throw wrongUse.duplicateTrace(id);
    if (to === undefined || ingress.some((link) => link.to === to)) return;
    throw wrongUse.unknownIngress(this.name, to, ingress);
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
