import type { BaseMessage } from "@langchain/core/messages";
import { type RunCaller, type RunEvent, throwIfAborted } from "@pergola/core";
import type { AgentGraph } from "../build/compile-graph.ts";
import type { RunKeeper } from "../suspension/run-keeper.ts";
import { type RunRecord, recordRun, restoreRun } from "../suspension/run-record.ts";
import type { ChatTurn } from "./chat-turn.ts";
import { childSuspended } from "./child-suspended.ts";
import { collectResult } from "./collect-result.ts";
import { COMPLETED, type Ending, endingOf, finishedEvent, outcomeOf } from "./outcome.ts";
import { partialAnswers } from "./partial-answers.ts";
import type { RunContext } from "./run-context.ts";
import { type GraphConfig, runGraph, type Worked } from "./run-graph.ts";
import type { RunInterrupt } from "./run-interrupt.ts";
import type { RunResult } from "./run-result.ts";
import { runSettled } from "./run-settled.ts";
import type { RunSignal } from "./run-signal.ts";
import { runSteps, type StepLoop } from "./run-steps.ts";
import { UsageCounter } from "./usage-counter.ts";

type State = Record<string, unknown>;

/** Everything that one execution needs; made by the front door. */
export interface AgentRunOptions {
  readonly context: RunContext;
  readonly signal: RunSignal;
  readonly graph: AgentGraph;
  /** The way without LangGraph, for a run that has no need of it. */
  readonly loop?: StepLoop;
  readonly graphConfig: GraphConfig;
  /** The stored side; absent when the run stores no turn. */
  readonly turn?: ChatTurn;
  /** Where it is kept when it is suspended; absent without a checkpointer. */
  readonly keeper?: RunKeeper;
  /** Where it goes on; absent when it begins. */
  readonly resumed?: RunRecord;
  /** Makes the graph's input; `history` is empty without a turn. */
  readonly input: (history: readonly BaseMessage[]) => unknown;
  /** A child has nobody who could answer it. */
  readonly isChild: boolean;
  readonly parentRunId?: string;
  /** What in that run asks for it. */
  readonly caller?: RunCaller | undefined;
  readonly returnMetrics: boolean;
}

/** One execution: the one loop that `run`, `chat`, `stream` and `resume` are readings of. */
export class AgentRun {
  readonly #options: AgentRunOptions;
  readonly #usage: UsageCounter;
  #startedAt = 0;

  constructor(options: AgentRunOptions) {
    this.#options = options;
    this.#usage = new UsageCounter(options.context.id);
  }

  /**
   * Runs until it ends or waits. The last event is handed to `onEvent` after the turn is stored.
   *
   * @throws what ended it
   */
  async execute(onEvent?: (event: RunEvent) => void | Promise<void>): Promise<RunResult> {
    const { context, signal } = this.#options;
    context.journal.counter = (event) => this.#usage.observe(event);
    context.journal.listener = onEvent;
    const stop = () => context.journal.stop();
    context.signal.addEventListener("abort", stop, { once: true });
    this.#begin();
    let worked: Worked = { state: {} };
    let ending: Ending = COMPLETED;
    try {
      worked = await this.#work();
    } catch (thrown) {
      ending = endingOf(thrown, context);
    }
    context.signal.removeEventListener("abort", stop);
    // Before anything is stored: what a step has left running must not outlive its run.
    signal.abort(settled());
    await context.journal.stopInnerRuns();
    const waiting = worked.interrupts === undefined ? undefined : await this.#suspend(worked.interrupts);
    if (waiting !== COMPLETED) ending = await this.#finish(waiting ?? ending);
    signal.release();
    if (ending.outcome !== "completed") throw ending.thrown;
    return this.#result(worked);
  }

  #begin(): void {
    const { context, resumed, caller } = this.#options;
    const now = context.services.clock.monotonic();
    this.#startedAt = now - (resumed?.elapsedMs ?? 0);
    if (resumed !== undefined) {
      restoreRun(resumed, context, this.#usage);
      context.journal.begin({ type: "run-resumed" });
      return;
    }
    const { agentId, sessionId } = context.scope;
    const known = { ...(sessionId !== undefined && { sessionId }), ...(caller !== undefined && { caller }) };
    context.journal.begin({ type: "run-started", agentId, ...known });
  }

  async #work(): Promise<Worked> {
    const { context, graph, loop, graphConfig, turn, keeper, input, resumed } = this.#options;
    throwIfAborted(context.signal);
    const history = (resumed === undefined ? await turn?.begin(context.signal) : undefined) ?? [];
    if (resumed === undefined) await keeper?.begin();
    context.transcript.begin(history);
    const given = await input(history);
    throwIfAborted(context.signal);
    if (loop === undefined)
      return runGraph(graph, given, { run: context, config: graphConfig, isResumed: resumed !== undefined });
    const state = await runSteps(loop, given as State, { run: context, config: graphConfig });
    throwIfAborted(context.signal);
    return { state };
  }

  /** Keeps the run durably, then tells of it. Ends it instead when it cannot be kept. */
  async #suspend(interrupts: readonly RunInterrupt[]): Promise<Ending> {
    const { context, turn, keeper, isChild, parentRunId } = this.#options;
    try {
      if (isChild || keeper === undefined) throw childSuspended(context.id);
      const spent = await context.spent?.();
      const { event, kept } = context.journal.suspension({ type: "run-suspended", interrupts });
      const record = recordRun({
        context,
        journal: kept,
        usage: this.#usage.keep(),
        interrupts,
        isTurn: turn !== undefined,
        elapsedMs: this.#elapsedMs(),
        spent,
        parentRunId,
      });
      await keeper.save(record);
      await turn?.suspend(context, event);
      context.journal.suspend(event);
      turn?.release();
      return COMPLETED;
    } catch (thrown) {
      return endingOf(thrown, { id: context.id, signal: NEVER });
    }
  }

  async #finish(ending: Ending): Promise<Ending> {
    const { context } = this.#options;
    this.#close(ending);
    const finished = context.journal.seal(finishedEvent(ending, this.#usage.total, this.#elapsedMs()));
    const settled = await this.#settle(ending, finished);
    context.journal.tell({ ...finished, ...outcomeOf(settled) });
    return settled;
  }

  /** Keeps what was said and closes what is open. */
  #close(ending: Ending): void {
    const { context } = this.#options;
    if (ending.error !== undefined) context.transcript.add(partialAnswers(context));
    context.journal.closeOpen(ending.error ?? settled().toJSON());
  }

  /** Stores the turn, the terminal event included. A failing store makes the outcome `failed`. */
  async #settle(ending: Ending, finished: RunEvent<"run-finished">): Promise<Ending> {
    const { context, turn, keeper } = this.#options;
    try {
      await turn?.settle(context, finished);
      return ending;
    } catch (thrown) {
      return endingOf(thrown, { id: context.id, signal: NEVER });
    } finally {
      await this.#forget(keeper);
      turn?.release();
    }
  }

  /** A run that has ended well stays so, even if the saver cannot forget it. */
  async #forget(keeper: RunKeeper | undefined): Promise<void> {
    const { id, services } = this.#options.context;
    try {
      await keeper?.forget();
    } catch (error) {
      services.logger.error("The checkpoints of an ended run could not be deleted", { runId: id, error });
    }
  }

  #elapsedMs(): number {
    return this.#options.context.services.clock.monotonic() - this.#startedAt;
  }

  #result(worked: Worked): RunResult {
    const { context: run, turn, returnMetrics } = this.#options;
    const latencyMs = returnMetrics ? this.#elapsedMs() : undefined;
    return collectResult(worked, { run, usage: this.#usage, isTurn: turn !== undefined, latencyMs });
  }
}

let reason: ReturnType<typeof runSettled> | undefined;

/** What every signal of an ended run says: one error for all, since none of them needs a stack of its own. */
function settled(): ReturnType<typeof runSettled> {
  reason ??= runSettled();
  return reason;
}

const NEVER = new AbortController().signal;
