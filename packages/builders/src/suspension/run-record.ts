import type {
  BudgetAmount,
  BudgetLimits,
  ModelParameters,
  StoredMessage,
  ToolDefinition,
} from "@pergola/resources";
import { fromStored, toStored } from "../conversation/stored-messages.ts";
import { partialAnswers } from "../run/partial-answers.ts";
import type { RunContext } from "../run/run-context.ts";
import type { RunInterrupt } from "../run/run-interrupt.ts";
import type { KeptJournal } from "../run/run-journal.ts";
import type { ToolRecord } from "../run/tool-record.ts";
import type { KeptUsage, UsageCounter } from "../run/usage-counter.ts";

/** What a suspended run goes on with, besides the graph's own checkpoint. Plain data: another process may read it. */
export interface RunRecord {
  readonly version: 1;
  /** Whether it is a stored chat turn. */
  readonly isTurn: boolean;
  readonly interrupts: readonly RunInterrupt[];
  readonly journal: KeptJournal;
  readonly usage: KeptUsage;
  readonly given: readonly StoredMessage[];
  readonly appended: readonly StoredMessage[];
  /** What the steps that wait have streamed. They say it again when they go on: it only counts when they never do. */
  readonly partial: readonly StoredMessage[];
  readonly toolRecords: readonly ToolRecord[];
  readonly toolCalls: number;
  readonly retriesLeft: number;
  /** Absent when nothing limits it. */
  readonly spent?: BudgetAmount;
  readonly elapsedMs: number;
  readonly call: KeptCall;
}

/** Options of the call that hold for the whole run. */
export interface KeptCall {
  readonly parentRunId?: string;
  readonly parameters?: ModelParameters;
  readonly tools?: readonly ToolDefinition[];
  readonly maxIterations?: number;
  readonly budget?: BudgetLimits;
}

export interface RecordRunOptions
  extends Pick<RunRecord, "journal" | "usage" | "interrupts" | "isTurn" | "elapsedMs" | "spent"> {
  readonly context: RunContext;
  readonly parentRunId?: string;
}

export function recordRun(options: RecordRunOptions): RunRecord {
  const { context, parentRunId, spent, ...stands } = options;
  const { transcript, toolRecords, counters, retryBudget, parameters, callerTools, limits, callBudget } =
    context;
  return {
    version: 1,
    ...stands,
    ...(spent !== undefined && { spent }),
    given: transcript.given.map(toStored),
    appended: transcript.messages.map(toStored),
    partial: partialAnswers(context).map(toStored),
    toolRecords,
    toolCalls: counters.toolCalls,
    retriesLeft: retryBudget.remaining,
    call: {
      ...(parentRunId !== undefined && { parentRunId }),
      ...(parameters !== undefined && { parameters }),
      ...(callBudget !== undefined && { budget: callBudget }),
      ...(callerTools.length > 0 && { tools: callerTools }),
      ...(limits.callMaxIterations !== undefined && { maxIterations: limits.callMaxIterations }),
    },
  };
}

/** The record of a run that is ended where it stands: what was streamed is the last that it has said. */
export function endedRecord(record: RunRecord): RunRecord {
  return { ...record, appended: [...record.appended, ...record.partial] };
}

/** Puts a new run where the suspended one stood. */
export function restoreRun(record: RunRecord, context: RunContext, usage: UsageCounter): void {
  const { classes } = context.services;
  const toMessage = (message: StoredMessage) => fromStored(message, classes);
  context.journal.restore(record.journal);
  context.transcript.restore(record.given.map(toMessage), record.appended.map(toMessage));
  context.toolRecords.push(...record.toolRecords);
  context.counters.toolCalls = record.toolCalls;
  usage.restore(record.usage);
}
