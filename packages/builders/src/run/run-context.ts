import type { InitialValues, StateDefinition } from "@pergola/config";
import type { Clock, EmitRunEvent, Logger, RetryBudget, RunBudget, Scope } from "@pergola/core";
import type { RunLimits, StepBookmark } from "@pergola/core-steps";
import type { LangChainMessages, LlmResource, ModelParameters, ToolDefinition } from "@pergola/resources";
import type { ToolCatalog, ToolSlots } from "@pergola/tools";
import type { AgentResources } from "../resources/agent-resources.ts";
import type { RunJournal } from "./run-journal.ts";
import type { RunSpending } from "./run-spending.ts";
import type { ToolRecord } from "./tool-record.ts";
import type { Transcript } from "./transcript.ts";

/** What the agent lends to each of its runs. */
export interface RunServices {
  /** What the keys of the state with a reducer begin with; absent for a state that only LangGraph can drive. */
  readonly initialValues: InitialValues | undefined;
  readonly stateSchema: StateDefinition;
  readonly llm: LlmResource;
  readonly tools: ToolCatalog;
  readonly toolSlots: ToolSlots;
  readonly resources: AgentResources;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly classes: LangChainMessages;
}

/** Everything of one run that its steps share. */
export interface RunContext {
  readonly id: string;
  readonly scope: Scope;
  readonly traceId?: string | undefined;
  readonly signal: AbortSignal;
  readonly journal: RunJournal;
  /** How the steps of a part of the run emit, if not through the journal itself. */
  readonly emit?: EmitRunEvent;
  readonly transcript: Transcript;
  readonly toolRecords: ToolRecord[];
  readonly counters: { toolCalls: number };
  readonly services: RunServices;
  readonly retryBudget: RetryBudget;
  /** What it may spend, with all that runs inside it. Undefined: nothing is limited. */
  readonly budget?: RunBudget | undefined;
  /** What a run that is suspended has spent. */
  readonly spent?: RunSpending["spent"];
  readonly callBudget?: RunSpending["callBudget"];
  /** How many runs this one is inside of. */
  readonly depth: number;
  readonly limits: RunLimits & { readonly maxToolCalls?: number };
  readonly parameters?: ModelParameters;
  readonly callerTools: readonly ToolDefinition[];
  /** Which of several runs of the same steps this part of the run is: `urls[2]`. */
  readonly label?: string;
  /** Whether what a model says in this part of the run is its answer. Default true. */
  readonly streamText?: boolean;
  /** Of the step that this part of the run is for. */
  readonly bookmark?: StepBookmark | undefined;
}
