import type { RunnableConfig } from "@langchain/core/runnables";
import type { EmitRunEvent, Logger, RetryBudget, RunBudget, Scope } from "@pergola/core";
import type { ModelParameters } from "./llm/model-parameters.ts";

/** What a run lends to the handles that it hands to a step. After the run has settled every use rejects with `RUN_SETTLED`. */
export interface RunBinding {
  readonly runId: string;
  readonly scope: Scope;
  /** Fires when the run must stop. */
  readonly signal: AbortSignal;
  readonly emit: EmitRunEvent;
  readonly logger: Logger;
  /** Shared by everything in the run tree. */
  readonly retryBudget: RetryBudget;
  /** What the run may spend. Undefined: as much as it likes. */
  readonly budget?: RunBudget | undefined;
  /** For handles that emit nothing: throws `RUN_SETTLED` once the run has settled. */
  readonly assertRunning?: () => void;
  /** Node name of the step that holds the handle; events carry it. */
  readonly step?: string;
  /** Which of several runs of that step at the same time it is: `urls[2]`. */
  readonly label?: string;
  /** What a call is for; its events say it. */
  readonly purpose?: string;
  /** Parameters given with the call; they win over those of the step. */
  readonly parameters?: ModelParameters;
  /** Whether a model's text goes on the run's stream, where a call does not say. Default true. */
  readonly streamText?: boolean;
  /** LangChain's config of the running node: callbacks, tags, metadata. */
  readonly runnableConfig?: RunnableConfig;
}
