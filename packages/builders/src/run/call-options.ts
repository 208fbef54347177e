import type { Callbacks } from "@langchain/core/callbacks/manager";
import type { BudgetLimits, HistoryLimits, ModelParameters, ToolDefinition } from "@pergola/resources";

/** Options of one run. */
export interface CallOptions {
  /** Default `local`. */
  readonly tenantId?: string;
  /** Default `default`. */
  readonly userId?: string;
  /** The conversation of a chat turn; without it the turn begins a new one. */
  readonly sessionId?: string;
  /** Default: a fresh UUID. */
  readonly runId?: string;
  /** The run that asked for this one; events name it. */
  readonly parentRunId?: string;
  /** What you follow the request by; every line that is logged of the run has it. 1 to 128 printable ASCII characters. */
  readonly traceId?: string;
  /** Stops the run. */
  readonly signal?: AbortSignal;
  /** The run ends with outcome `deadline` after this. Default: the agent's `limits.timeoutMs`. */
  readonly timeoutMs?: number;
  /** How much of the conversation goes to the model. Default: the agent's `memory.window`. */
  readonly history?: HistoryLimits;
  /** Parameters of every model call of the run; they win over those of the steps. */
  readonly parameters?: ModelParameters;
  /** Tools of the caller: offered to the model; when it calls one the run completes and `result.toolCalls` has the call. */
  readonly tools?: readonly ToolDefinition[];
  /** Most model calls of a tools-loop in this run. */
  readonly maxIterations?: number;
  /** What this run may spend; the agent's own limits hold as well. */
  readonly budget?: BudgetLimits;
  /** Adds `metrics` to the result. */
  readonly returnMetrics?: boolean;
  /** LangChain callbacks, for example a tracer. */
  readonly callbacks?: Callbacks;
  readonly tags?: readonly string[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Values for LangGraph's `configurable`; `thread_id` and `checkpoint_*` belong to the agent. */
  readonly configurable?: Readonly<Record<string, unknown>>;
}
