import type { BaseMessage } from "@langchain/core/messages";
import type {
  Clock,
  EmitRunEvent,
  InvokeOptions,
  Logger,
  RetryBudget,
  RunBudget,
  Scope,
} from "@pergola/core";
import type { LlmHandle, MemoryHandle, StorageHandle } from "@pergola/resources";
import { stepErrors } from "./errors.ts";
import type { ToolsHandle } from "./tools/tools-handle.ts";

/** Handles that `run.resource(key)` gives, by key. Packages add theirs by declaration merging. */
export interface ResourceHandles {
  llm: LlmHandle;
  tools: ToolsHandle;
  storage: StorageHandle;
  memory: MemoryHandle;
}

declare module "@pergola/tools" {
  /** Tools get what steps get, but for the tools themselves. */
  interface ToolResources extends Omit<ResourceHandles, "tools"> {}
}

/** Limits of the run that steps honour themselves. */
export interface RunLimits {
  /** The agent's. */
  readonly maxIterations: number;
  /** Given with the call; wins over the step's own. */
  readonly callMaxIterations?: number;
}

/** The run as a step sees it. After the run has settled every use of it rejects with `RUN_SETTLED`. */
export interface StepRun {
  readonly id: string;
  readonly scope: Scope;
  /** Fires when the run must stop; hand it to everything that waits. */
  readonly signal: AbortSignal;
  readonly emit: EmitRunEvent;
  /** Its lines say the run, whose it is, and the step. */
  readonly logger: Logger;
  /** The agent's. Default: the system's. */
  readonly clock?: Clock | undefined;
  readonly limits: RunLimits;
  /** Which of several runs of the same step at the same time this is: `urls[2]`. Its events carry it. */
  readonly label?: string | undefined;
  /** What another agent is called with, so that it is a run inside this one: `agent.invoke(input, run.invokeOptions)`. */
  readonly invokeOptions: InvokeOptions;
  /** How many runs this one is inside of: 0 for one of its own. */
  readonly depth: number;
  /** Hand it to what runs inside the step, so that all of it spends the retries of one run. */
  readonly retryBudget: RetryBudget;
  /** Hand it on likewise, so that all of it spends from one budget. Undefined: nothing is limited. */
  readonly budget?: RunBudget | undefined;
  /**
   * A resource of the agent: `llm`, `tools`, `storage` and `memory` as handles bound to this run, one of `withResource` bound
   * to it if it can be (`bind`), else as it is.
   *
   * @throws RESOURCE_NOT_FOUND listing the keys that exist, STORAGE_NOT_CONFIGURED, MEMORY_NOT_CONFIGURED, RUN_SETTLED
   */
  resource<Key extends keyof ResourceHandles>(key: Key): ResourceHandles[Key];
  resource(key: string): unknown;
}

/** Key under which an agent hands its run to LangGraph's `configurable`. */
export const RUN_KEY = "__pergola_run";

/** How the steps of this package tell the run what is already said, so that a stopped turn keeps it. */
export const RUN_PROGRESS = Symbol.for("pergola.run-progress");

interface ProgressRun {
  [RUN_PROGRESS]?(messages: readonly BaseMessage[]): void;
}

/** Records messages that a long step has produced but not yet returned. */
export function reportProgress(run: StepRun, messages: readonly BaseMessage[]): void {
  (run as ProgressRun)[RUN_PROGRESS]?.(messages);
}

/** The run of a step's context. @throws NO_RUN_CONTEXT in raw LangGraph. */
export function getRun(context: { readonly run?: StepRun }): StepRun {
  if (context.run !== undefined) return context.run;
  throw stepErrors.create("NO_RUN_CONTEXT", {
    message: "This step needs context.run, and was called without an agent's run.",
    hint: "Run it through an agent (AgentBuilder … build()), or compose agent.graph into your own graph.",
  });
}
