import type { BaseMessage } from "@langchain/core/messages";
import type { RetryBudget, RunBudget, RunCaller, Scope } from "@pergola/core";
import { RUN_KEY } from "@pergola/core-steps";
import { createRetryBudget, isObserved } from "@pergola/resources";
import type { AgentParts } from "../agent/agent-parts.ts";
import { RunKeeper } from "../suspension/run-keeper.ts";
import type { RunRecord } from "../suspension/run-record.ts";
import { AgentRun, type AgentRunOptions } from "./agent-run.ts";
import type { CallOptions } from "./call-options.ts";
import type { ChatTurn } from "./chat-turn.ts";
import { checkParameters } from "./check-parameters.ts";
import type { PreparedRun } from "./prepared-run.ts";
import { recursionLimitOf } from "./recursion-limit.ts";
import type { RunContext } from "./run-context.ts";
import { RunJournal } from "./run-journal.ts";
import { runLimits } from "./run-limits.ts";
import { RunSignal } from "./run-signal.ts";
import type { StepLoop } from "./run-steps.ts";
import { spendingOfRun } from "./spending-of-run.ts";
import { Transcript } from "./transcript.ts";

export interface CreateRunOptions {
  readonly scope: Scope;
  readonly runId: string;
  readonly call: CallOptions;
  readonly turn?: ChatTurn;
  /** Messages that the run begins with. */
  readonly given: readonly BaseMessage[];
  readonly input: AgentRunOptions["input"];
  /** Whether another run asks for it. */
  readonly isChild?: boolean;
  /** What in that run asks. */
  readonly caller?: RunCaller | undefined;
  readonly retryBudget?: RetryBudget | undefined;
  /** What the run that asks may spend. */
  readonly budget?: RunBudget | undefined;
  readonly depth?: number;
  /** Where a suspended run stands, and is kept. */
  readonly resumed?: RunRecord;
  readonly keeper?: RunKeeper;
}

/** Puts together the context of a run and the execution over it. */
export function createRun(parts: AgentParts, options: CreateRunOptions): PreparedRun {
  const { call, turn } = options;
  checkParameters(parts, call.parameters);
  const { clock, definition } = parts;
  const signal = new RunSignal({
    signal: call.signal,
    timeoutMs: call.timeoutMs ?? definition.limits.timeoutMs,
    clock,
    runId: options.runId,
  });
  const context = createContext(parts, options, signal.signal);
  const keeper = options.keeper ?? createKeeper(parts, options.scope, options.runId);
  const run = new AgentRun({
    context,
    signal,
    graph: parts.graph,
    loop: loopFor(parts, call),
    graphConfig: graphConfig(parts, call, { context, keeper }),
    turn,
    keeper,
    resumed: options.resumed,
    input: options.input,
    isChild: options.isChild ?? false,
    caller: options.caller,
    parentRunId: call.parentRunId,
    returnMetrics: call.returnMetrics ?? false,
  });
  return { execute: (onEvent) => run.execute(onEvent), abort: (reason) => signal.abort(reason) };
}

/** What the steps of a run share. */
export function createContext(
  parts: AgentParts,
  options: Omit<CreateRunOptions, "input">,
  signal: AbortSignal,
): RunContext {
  const { scope, runId, call, turn, given, resumed, retryBudget, depth = 0 } = options;
  const { budget: limits } = call;
  const spending = { scope, runId, limits, outer: options.budget, before: resumed?.spent };
  return {
    id: runId,
    scope,
    traceId: call.traceId,
    signal,
    journal: new RunJournal({
      runId,
      parentRunId: call.parentRunId,
      clock: parts.clock,
      keepLog: turn !== undefined,
      observers: parts.observers,
      scope,
      traceId: call.traceId,
    }),
    transcript: new Transcript(given),
    toolRecords: [],
    counters: { toolCalls: 0 },
    services: parts,
    depth,
    retryBudget: retryBudget ?? createRetryBudget(resumed?.retriesLeft ?? parts.retries),
    ...spendingOfRun(parts, spending),
    limits: runLimits(parts.definition, call.maxIterations),
    parameters: call.parameters,
    callerTools: call.tools ?? [],
  };
}

/** Where the agent's runs are kept while they wait; undefined without a checkpointer. */
export function createKeeper({ definition }: AgentParts, scope: Scope, runId: string): RunKeeper | undefined {
  const { checkpointer } = definition.graph;
  return checkpointer === undefined ? undefined : new RunKeeper(checkpointer, scope, runId);
}

/** Who watches with LangChain's means sees the run as LangChain tells it, so that it goes through the graph. */
function loopFor({ loop, isTracing }: AgentParts, { callbacks }: CallOptions): StepLoop | undefined {
  return loop === undefined || isTracing || isObserved(callbacks) ? undefined : loop;
}

function graphConfig(
  parts: AgentParts,
  call: CallOptions,
  { context, keeper }: { readonly context: RunContext; readonly keeper: RunKeeper | undefined },
): Record<string, unknown> {
  return {
    signal: context.signal,
    recursionLimit:
      call.maxIterations === undefined
        ? parts.recursionLimit
        : recursionLimitOf(parts.definition, parts.steps, context.limits),
    configurable: {
      ...call.configurable,
      [RUN_KEY]: context,
      ...(keeper !== undefined && { thread_id: keeper.threadId }),
    },
    // The thread lives as long as the run: what matters is written when the run waits or ends.
    ...(keeper !== undefined && { durability: "exit" }),
    ...(call.callbacks !== undefined && { callbacks: call.callbacks }),
    ...(call.tags !== undefined && { tags: call.tags }),
    ...(call.metadata !== undefined && { metadata: call.metadata }),
  };
}
