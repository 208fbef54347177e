import type { BaseMessage } from "@langchain/core/messages";
import { DEFAULT_MAX_ITERATIONS } from "@pergola/config";
import type { Scope } from "@pergola/core";
import { RUN_KEY } from "@pergola/core-steps";
import { createRetryBudget } from "@pergola/resources";
import type { AgentParts } from "../agent/agent-parts.ts";
import { AgentRun, type AgentRunOptions } from "./agent-run.ts";
import type { CallOptions } from "./call-options.ts";
import type { ChatTurn } from "./chat-turn.ts";
import type { PreparedRun } from "./prepared-run.ts";
import type { RunContext } from "./run-context.ts";
import { RunJournal } from "./run-journal.ts";
import { RunSignal } from "./run-signal.ts";
import { Transcript } from "./transcript.ts";

/** Retries that all model calls of a run may spend together. */
export const RUN_RETRIES = 4;

/** LangGraph's own; graphs that a step runs inherit the limit, so that a short chain must not shrink it. */
const DEFAULT_RECURSION_LIMIT = 25;

export interface CreateRunOptions {
  readonly scope: Scope;
  readonly runId: string;
  readonly call: CallOptions;
  readonly turn?: ChatTurn;
  /** Messages that the run begins with. */
  readonly given: readonly BaseMessage[];
  readonly input: AgentRunOptions["input"];
}

/** Puts together the context of a run and the execution over it. */
export function createRun(parts: AgentParts, options: CreateRunOptions): PreparedRun {
  const { call, turn } = options;
  const { clock, definition } = parts;
  const signal = new RunSignal({
    signal: call.signal,
    timeoutMs: call.timeoutMs ?? definition.limits.timeoutMs,
    clock,
  });
  const context = createContext(parts, options, signal.signal);
  const run = new AgentRun({
    context,
    signal,
    graph: parts.graph,
    graphConfig: graphConfig(parts, call, context),
    turn,
    input: options.input,
    returnMetrics: call.returnMetrics ?? false,
  });
  return { execute: (onEvent) => run.execute(onEvent), abort: (reason) => signal.abort(reason) };
}

/** What the steps of a run share. */
export function createContext(
  parts: AgentParts,
  { scope, runId, call, turn, given }: Omit<CreateRunOptions, "input">,
  signal: AbortSignal,
): RunContext {
  const { limits } = parts.definition;
  return {
    id: runId,
    scope,
    signal,
    journal: new RunJournal({
      runId,
      parentRunId: call.parentRunId,
      clock: parts.clock,
      keepLog: turn !== undefined,
    }),
    transcript: new Transcript(given),
    toolRecords: [],
    counters: { toolCalls: 0 },
    services: parts,
    retryBudget: createRetryBudget(RUN_RETRIES),
    limits: {
      maxIterations: limits.maxIterations ?? DEFAULT_MAX_ITERATIONS,
      callMaxIterations: call.maxIterations,
      maxToolCalls: limits.maxToolCalls,
    },
    parameters: call.parameters,
    callerTools: call.tools ?? [],
  };
}

function graphConfig(parts: AgentParts, call: CallOptions, context: RunContext): Record<string, unknown> {
  return {
    signal: context.signal,
    runName: parts.definition.name,
    recursionLimit: Math.max(DEFAULT_RECURSION_LIMIT, parts.description.nodes.length + 1),
    configurable: { ...call.configurable, [RUN_KEY]: context },
    ...(call.callbacks !== undefined && { callbacks: call.callbacks }),
    ...(call.tags !== undefined && { tags: call.tags }),
    ...(call.metadata !== undefined && { metadata: call.metadata }),
  };
}
