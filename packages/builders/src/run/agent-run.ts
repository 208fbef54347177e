import type { BaseMessage } from "@langchain/core/messages";
import { type RunEvent, type RunEventInput, throwIfAborted, type Usage } from "@pergola/core";
import type { AgentGraph } from "../build/compile-graph.ts";
import type { ChatTurn } from "./chat-turn.ts";
import { COMPLETED, type Ending, endingOf } from "./outcome.ts";
import type { RunContext } from "./run-context.ts";
import { answerText, pendingCalls, type RunResult } from "./run-result.ts";
import { runSettled } from "./run-settled.ts";
import type { RunSignal } from "./run-signal.ts";
import { UsageCounter } from "./usage-counter.ts";

type State = Record<string, unknown>;

/** Everything that one execution needs; made by the front door. */
export interface AgentRunOptions {
  readonly context: RunContext;
  readonly signal: RunSignal;
  readonly graph: AgentGraph;
  /** LangGraph's call config. */
  readonly graphConfig: Readonly<Record<string, unknown>>;
  /** The stored side; absent when the run stores no turn. */
  readonly turn?: ChatTurn;
  /** Makes the graph's input; `history` is empty without a turn. */
  readonly input: (history: readonly BaseMessage[]) => State | Promise<State>;
  readonly returnMetrics: boolean;
}

/** One execution: the one loop that `run`, `chat` and `stream` are readings of. */
export class AgentRun {
  readonly #options: AgentRunOptions;
  readonly #usage: UsageCounter;

  constructor(options: AgentRunOptions) {
    this.#options = options;
    this.#usage = new UsageCounter(options.context.id);
  }

  /** Runs to the end. The terminal event is handed to `onEvent` after the turn is stored. @throws what ended it */
  async execute(onEvent?: (event: RunEvent) => void | Promise<void>): Promise<RunResult> {
    const { context, signal } = this.#options;
    const startedAt = context.services.clock.monotonic();
    context.journal.listener = (event) => {
      if (event.type !== "text-delta") this.#usage.observe(event);
      return onEvent?.(event);
    };
    const stop = () => context.journal.stop();
    context.signal.addEventListener("abort", stop, { once: true });
    const { agentId, sessionId } = context.scope;
    context.journal.begin({ type: "run-started", agentId, ...(sessionId !== undefined && { sessionId }) });
    let state: State = {};
    let ending: Ending = COMPLETED;
    try {
      state = await this.#work();
    } catch (thrown) {
      ending = endingOf(thrown, context.signal);
    }
    context.signal.removeEventListener("abort", stop);
    // Before the turn is stored: what a step has left running must not outlive its run.
    signal.abort(SETTLED);
    this.#close(ending);
    const latencyMs = context.services.clock.monotonic() - startedAt;
    const finished = context.journal.seal(finishedEvent(ending, this.#usage.total, latencyMs));
    ending = await this.#settle(ending, finished);
    context.journal.tell({ ...finished, ...outcomeOf(ending) });
    signal.release();
    if (ending.outcome !== "completed") throw ending.thrown;
    return this.#result(state, latencyMs);
  }

  async #work(): Promise<State> {
    const { context, graph, graphConfig, turn, input } = this.#options;
    throwIfAborted(context.signal);
    const history = (await turn?.begin(context.signal)) ?? [];
    context.transcript.begin(history);
    const state = await input(history);
    throwIfAborted(context.signal);
    const result: State | undefined = await graph.invoke(state as never, graphConfig as never);
    throwIfAborted(context.signal);
    // LangGraph gives nothing for a state of which no key was ever set.
    return result ?? state;
  }

  /** Keeps what was said and closes what is open. */
  #close(ending: Ending): void {
    if (ending.error !== undefined) this.#keepPartialAnswers();
    this.#options.context.journal.closeOpen(ending.error ?? SETTLED.toJSON());
  }

  /** Stores the turn, the terminal event included. A failing store makes the outcome `failed`. */
  async #settle(ending: Ending, finished: RunEvent<"run-finished">): Promise<Ending> {
    const { context, turn } = this.#options;
    try {
      await turn?.settle(context, finished);
      return ending;
    } catch (thrown) {
      return endingOf(thrown, NEVER);
    } finally {
      turn?.release();
    }
  }

  /** What was streamed but never returned by a step: the reader has seen it, so the conversation keeps it. */
  #keepPartialAnswers(): void {
    const { journal, transcript, services } = this.#options.context;
    const kept = transcript.messages.map((message) => message.text);
    const lost = journal.streamedTexts().filter((text) => text !== "" && !takeOut(kept, text));
    transcript.add(lost.map((text) => new services.classes.AIMessage(text)));
  }

  #result(state: State, latencyMs: number): RunResult {
    const { context, turn, returnMetrics } = this.#options;
    const { messages } = context.transcript;
    const { total, modelCalls, finishReason, stepLatencyMs } = this.#usage;
    return {
      text: answerText(messages),
      messages,
      state,
      runId: context.id,
      ...(turn !== undefined && { sessionId: context.scope.sessionId }),
      toolCalls: [...context.toolRecords, ...pendingCalls(messages)],
      usage: total,
      finishReason: finishReason ?? "stop",
      iterations: modelCalls,
      ...(returnMetrics && {
        metrics: { latencyMs, modelCalls, toolCalls: context.counters.toolCalls, stepLatencyMs },
      }),
    };
  }
}

/** Takes one `text` out of `texts`; false when there is none. */
function takeOut(texts: string[], text: string): boolean {
  const index = texts.indexOf(text);
  if (index !== -1) texts.splice(index, 1);
  return index !== -1;
}

function finishedEvent(ending: Ending, usage: Usage, latencyMs: number): RunEventInput<"run-finished"> {
  return { type: "run-finished", usage, latencyMs, ...outcomeOf(ending) };
}

function outcomeOf({ outcome, error }: Ending): Pick<RunEventInput<"run-finished">, "outcome" | "error"> {
  return { outcome, ...(error !== undefined && { error }) };
}

/** What every signal of an ended run says. */
const SETTLED = runSettled();
const NEVER = new AbortController().signal;
