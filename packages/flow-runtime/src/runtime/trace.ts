import type { AsyncResource } from "node:async_hooks";
import type { Budget } from "../budget.ts";
import type { TraceOutcome } from "../flow-event.ts";
import type { Headers } from "../headers.ts";
import type { TraceInfo } from "../trace-info.ts";
import type { WorkingMemory } from "../working-memory.ts";
import type { Blocked } from "./blocked.ts";
import { PARENT, type PartOptions, type TokenCounter } from "./part-options.ts";
import type { RingQueue } from "./ring-queue.ts";
import type { TraceSink } from "./trace-sink.ts";
import { TraceStates } from "./trace-states.ts";
import { TraceView } from "./trace-view.ts";
import type { Worker } from "./worker.ts";

/** A node that waits for another message of its trace. */
export interface FetchWaiter {
  /** None can come. */
  readonly onStarved: () => void;
}

/** What is known of a trace before it begins. */
export interface TraceInit {
  /** Undefined: it gets one when somebody asks for it. */
  readonly id: string | undefined;
  readonly headers: Headers;
  readonly sink: TraceSink;
  readonly deadlineAt: number | undefined;
  readonly options: PartOptions;
}

/** Who runs traces. */
export interface TraceHome {
  readonly budget: Budget | undefined;
  /** An id for one that somebody asks for. */
  nameOf(trace: Trace): string;
}

/** One run through a flow: everything that is known of it. It ends once, and what it holds is let go in one place. */
export class Trace implements TraceInfo, TokenCounter {
  // What each hop looks at comes first, and so stands together in memory: many traces at once do not fit into a cache.
  readonly headers: Headers;
  /** Messages that wait, are worked on or are being handed over. */
  pending = 0;
  /** Of these, how many wait in the line of a node, or for room there. */
  queued = 0;
  /** Set once it is being cancelled. */
  isEnding = false;
  outcome: TraceOutcome | undefined;
  /** Where its nodes run; undefined when `currentTrace()` is off. */
  scope: AsyncResource | undefined;
  /** Nodes that wait for another message. */
  fetchers: FetchWaiter[] | undefined;
  /** What nodes keep for it. */
  states: TraceStates | undefined;
  results = 0;
  /** Results and chunks that its reader has no room for. */
  waiting: RingQueue<Blocked> | undefined;
  readonly sink: TraceSink;
  /** The other open ones of its flow. */
  next: Trace | undefined;
  previous: Trace | undefined;
  /** Undefined while nobody has asked for it. */
  givenId: string | undefined;
  readonly createdAt: number;
  readonly deadlineAt: number | undefined;
  readonly parentTraceId: string | undefined;
  readonly budget: Budget | undefined;
  /** The one that it is a part of. */
  readonly parent: TokenCounter | undefined;
  /** Executions that hold a place where there are many: the last one that got it. */
  working: Worker | undefined;
  /** Whether it began with a working memory: then what is used up yields an answer, if nobody says otherwise. */
  hasMemory = false;
  /** Rounds in loops. */
  hops = 0;
  tokens = 0;
  /** Most that its working memory has told of: those before it began are not its own. */
  #memoryTokens = 0;
  /** Monotonic milliseconds; NaN when nobody watched its beginning. */
  startedAt = Number.NaN;
  /** Lets go of the deadline's timer and of the caller's signal. */
  release: (() => void) | undefined;
  /** Next `seq` of each open stream. */
  streams: Map<string, number> | undefined;
  readonly #home: TraceHome;
  #controller: AbortController | undefined;
  #reason: Error | undefined;
  #view: TraceView | undefined;

  /** @param createdAt epoch milliseconds */
  constructor({ id, headers, sink, deadlineAt, options }: TraceInit, createdAt: number, home: TraceHome) {
    this.givenId = id;
    this.headers = headers;
    this.sink = sink;
    this.createdAt = createdAt;
    this.deadlineAt = deadlineAt;
    this.parentTraceId = options.parentTraceId;
    this.budget = options.budget ?? home.budget;
    this.parent = options[PARENT];
    this.#home = home;
  }

  /** Made when somebody asks for it: most are never called by their name, and to make one is dear. */
  get id(): string {
    this.givenId ??= this.#home.nameOf(this);
    return this.givenId;
  }

  /** It begins with what a loop has learnt already. */
  beginWith({ tokensUsed }: WorkingMemory): void {
    this.hasMemory = true;
    this.#memoryTokens = tokensUsed;
  }

  addTokens(count: number): void {
    this.tokens += count;
    this.parent?.addTokens(count);
  }

  /** Tokens that it has used; of those that its memory counts its parent is told. */
  tokensWith({ tokensUsed }: WorkingMemory): number {
    if (tokensUsed > this.#memoryTokens) {
      this.parent?.addTokens(tokensUsed - this.#memoryTokens);
      this.#memoryTokens = tokensUsed;
    }
    return this.tokens + tokensUsed;
  }

  /** Whether it still runs. */
  get isOpen(): boolean {
    return this.outcome === undefined && !this.isEnding;
  }

  /** Whether it ends with a final answer when something is used up. */
  get isAnswered(): boolean {
    return (this.budget?.onExhausted ?? (this.hasMemory ? "answer" : "error")) === "answer";
  }

  /** Whether nothing of it moves any more but nodes that wait for more. */
  get isIdle(): boolean {
    return this.pending === (this.fetchers === undefined ? 0 : this.fetchers.length);
  }

  /** Made when somebody asks for it. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** What it is to others. Made when somebody asks for it. */
  get view(): TraceInfo {
    this.#view ??= new TraceView(this);
    return this.#view;
  }

  /** What a node keeps for it, from message to message. */
  keep<State>(slot: number, create: () => State): State {
    this.states ??= new TraceStates();
    if (this.states.has(slot)) return this.states.get(slot) as State;
    const state = create();
    // What makes it may have ended the trace.
    this.states?.set(slot, state);
    return state;
  }

  abort(reason: Error): void {
    this.#reason = reason;
    this.#controller?.abort(reason);
  }
}
