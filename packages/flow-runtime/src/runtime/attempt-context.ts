import type { Logger } from "@pergola/core";
import type { Callable, CallFlowOptions } from "../callable.ts";
import { flowErrors } from "../errors.ts";
import type { InnerContext, Surroundings } from "../inner-context.ts";
import type { Message } from "../message.ts";
import { extendMeta, type Meta } from "../meta.ts";
import type { EmitOptions, FetchOptions, NodeContext } from "../node-context.ts";
import { Outgoing } from "../outgoing.ts";
import type { ChunkInit } from "../stream-chunk.ts";
import type { TraceInfo } from "../trace-info.ts";
import type { Attempt } from "./attempt.ts";
import { AttemptEnding } from "./attempt-ending.ts";
import { callSubflow } from "./call-subflow.ts";
import { emitChunk, makeChunk } from "./emit-chunk.ts";
import { Envelope } from "./envelope.ts";
import { fetchNext } from "./fetch-next.ts";
import { runLater } from "./run-later.ts";
import { toMessage } from "./to-message.ts";
import { DONE, whenTaken } from "./when-taken.ts";

/** Most messages and chunks of one attempt that may wait without anybody awaiting them. */
const MOST_OUTSTANDING = 1_024;

/** What a node sees of its attempt. Each attempt has its own, so that a late one can do no harm. */
export class AttemptContext implements InnerContext {
  isOver = false;
  readonly #attempt: Attempt;
  readonly #envelope: Envelope;
  #ending: AttemptEnding | undefined;

  constructor(attempt: Attempt, envelope: Envelope) {
    this.#attempt = attempt;
    this.#envelope = envelope;
  }

  get nodeName(): string {
    return this.#attempt.node.name;
  }

  get attempt(): number {
    return this.#attempt.attempt;
  }

  get trace(): TraceInfo {
    return this.#envelope.trace.view;
  }

  get meta(): Meta {
    return this.#envelope.meta;
  }

  get message(): Message {
    return toMessage(this.#envelope);
  }

  get logger(): Logger {
    const { trace } = this.#envelope;
    return this.#attempt.node.engine.settings.logger.child({ traceId: trace.id, node: this.nodeName });
  }

  get signal(): AbortSignal {
    const { node } = this.#attempt;
    if (node.timeoutMs === undefined) return this.#envelope.trace.signal;
    this.#ending ??= new AttemptEnding();
    return this.#ending.signal;
  }

  get edge(): number {
    return this.#envelope.edge;
  }

  get successors(): readonly string[] {
    return this.#attempt.node.links.map(({ to }) => to);
  }

  get surroundings(): Surroundings {
    return this.#attempt.node.engine.settings;
  }

  later(delayMs: number, work: (context: NodeContext) => unknown): () => void {
    this.#assertLive();
    return runLater(this.#attempt.node, this.#envelope.trace, { delayMs, work });
  }

  // What a node takes out of its context, as in `({ emit, signal }) => …`, works as well as what it calls on it.
  get state(): NodeContext["state"] {
    return (create) => this.#state(create);
  }

  get emit(): NodeContext["emit"] {
    return (payload, options) => this.#emit(payload, options);
  }

  get emitNowait(): NodeContext["emitNowait"] {
    return (payload, options) => this.#emitNowait(payload, options);
  }

  get emitChunk(): NodeContext["emitChunk"] {
    return (chunk) => this.#emitChunk(chunk);
  }

  get fetch(): NodeContext["fetch"] {
    return (options) => this.#fetch(options);
  }

  get call(): NodeContext["call"] {
    return (flow, input, options) => this.#call(flow, input, options);
  }

  get addTokens(): NodeContext["addTokens"] {
    return (count) => this.#addTokens(count);
  }

  /** The attempt is over; with a reason if that is before its time. */
  end(reason: Error | undefined): void {
    this.isOver = true;
    if (reason !== undefined) this.#ending ??= new AttemptEnding();
    this.#ending?.tell(reason);
  }

  onEnd(tell: (reason: Error | undefined) => void): () => void {
    this.#ending ??= new AttemptEnding();
    return this.#ending.listen(tell);
  }

  #state<State>(create: () => State): State {
    this.#assertLive();
    return this.#envelope.trace.keep(this.#attempt.node.slot, create);
  }

  #emit(payload: unknown, options: EmitOptions = {}): Promise<void> {
    return handled(() => {
      this.#assertLive();
      const attempt = this.#attempt;
      this.#assertFew();
      const waits: Promise<void>[] = [];
      for (const link of this.#linksTo(options.to)) {
        const blocked = attempt.node.sendOver(link, this.#toSend(payload, link.index, options.meta), attempt);
        if (blocked !== undefined) waits.push(whenTaken(blocked, attempt));
        if (attempt.isAbandoned) break;
      }
      if (waits.length > 0) return Promise.all(waits).then(() => undefined);
      // A node that sends to whoever is always ready would never leave timers and signals their turn.
      const { breath } = attempt.node.engine;
      return breath.isDue() ? new Promise((resolve) => breath.wait(resolve)) : DONE;
    });
  }

  #emitNowait(payload: unknown, options: EmitOptions = {}): void {
    this.#assertLive();
    const attempt = this.#attempt;
    const links = this.#linksTo(options.to);
    const { trace } = this.#envelope;
    const isReaderLate = trace.waiting !== undefined && trace.waiting.length > 0;
    const full = links.find(({ target, isBack }) =>
      target === undefined ? isReaderLate : !isBack && !target.hasRoom(trace),
    );
    if (full !== undefined) throw queueFull(this.nodeName, full.to);
    for (const link of links)
      attempt.node.sendOver(link, this.#toSend(payload, link.index, options.meta), attempt);
  }

  #emitChunk(chunk: ChunkInit): Promise<void> {
    return handled(() => {
      this.#assertLive();
      this.#assertFew();
      if (chunk.to === undefined) return emitChunk(this.#attempt, this.#envelope, chunk);
      this.#linksTo(chunk.to);
      return this.emit(makeChunk(this.#attempt, this.#envelope, chunk), { to: chunk.to });
    });
  }

  #fetch({ signal }: FetchOptions = {}): Promise<Message> {
    return handled(() => {
      this.#assertLive();
      return fetchNext(this.#attempt, signal);
    });
  }

  #call<Input, Output>(
    flow: Callable<Input, Output> | (() => Callable<Input, Output>),
    input: Input,
    options: CallFlowOptions = {},
  ): Promise<Output | undefined> {
    return handled(() => {
      this.#assertLive();
      const { engine } = this.#attempt.node;
      const { trace, meta } = this.#envelope;
      // Not the node's own signal: a subflow that the node did not wait for ends with the attempt, too.
      const controller = new AbortController();
      const { signal } = controller;
      const forget = this.onEnd((reason) => controller.abort(reason ?? contextOver(this.nodeName)));
      const events = () => engine.events;
      return callSubflow(flow, input, { options, trace, meta, signal, events }).finally(forget);
    });
  }

  #addTokens(count: number): void {
    this.#assertLive();
    if (!(Number.isFinite(count) && count >= 0)) throw invalidTokens(this.nodeName, count);
    this.#envelope.trace.addTokens(count);
  }

  #linksTo(to: EmitOptions["to"]) {
    const { node } = this.#attempt;
    if (to === undefined) return node.links;
    // As a list of unknown things: what is no name is told so.
    return node.linksTo(Array.isArray(to) ? to : [to as string]);
  }

  #toSend(payload: unknown, edge: number, meta: Meta | undefined): Envelope {
    const { trace, meta: own } = this.#envelope;
    if (!(payload instanceof Outgoing)) return new Envelope(trace, payload, extendMeta(own, meta), edge);
    return new Envelope(trace, payload.payload, extendMeta(extendMeta(own, payload.meta), meta), edge);
  }

  #assertFew(): void {
    if (this.#attempt.outstanding >= MOST_OUTSTANDING) throw tooMany(this.nodeName);
  }

  #assertLive(): void {
    if (!this.isOver) return;
    this.#attempt.node.engine.counters.lateCalls++;
    throw this.#ending?.reason ?? contextOver(this.nodeName);
  }
}

/** A promise whose rejection nobody must look at: what a node does after its end is not to end the process. */
function handled<Value>(work: () => Promise<Value>): Promise<Value> {
  let promise: Promise<Value>;
  try {
    promise = work();
  } catch (error) {
    promise = Promise.reject(error);
  }
  promise.catch(() => undefined);
  return promise;
}

function contextOver(node: string) {
  return flowErrors.create("CONTEXT_OVER", {
    message: `The context of node "${node}" was used after the node had returned.`,
    hint: "Await what the node does before it returns.",
    details: { node },
  });
}

function queueFull(node: string, to: string) {
  return flowErrors.create("QUEUE_FULL", {
    message: `Node "${node}" cannot send to "${to}" at once: there is no room.`,
    hint: "Await ctx.emit() instead, or raise the queueSize of that node.",
    details: { node, target: to },
  });
}

function invalidTokens(node: string, count: unknown) {
  return flowErrors.create("INVALID_OPTIONS", {
    message: `Node "${node}" called ctx.addTokens(${String(count)}); expected a number from 0.`,
    hint: "Count nothing where a model does not say what it used.",
    details: { node },
  });
}

function tooMany(node: string) {
  return flowErrors.create("QUEUE_FULL", {
    message: `Node "${node}" has ${MOST_OUTSTANDING} messages that nobody has accepted yet.`,
    hint: "Await ctx.emit() and ctx.emitChunk().",
    details: { node },
  });
}
