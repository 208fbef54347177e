import type { BaseMessage } from "@langchain/core/messages";
import type { Logger } from "@pergola/core";
import type { ResourceHandles, RunMetrics, StepContext } from "@pergola/core-steps";
import type { ModelReference } from "@pergola/resources";
import type { FoundTool, ToolQuery } from "@pergola/tools";
import type { z } from "zod";
import type { FailureInfo } from "../run/failure-info.ts";
import type { Stage } from "../stage.ts";

/** How `callLlm` asks. */
export interface CallLlmOptions {
  /** Key of the model resource. Default `llm`. */
  readonly resource?: string;
  /** What it is asked for, for logs and metrics. */
  readonly purpose?: string;
  /** Goes first. */
  readonly system?: string;
  /** Default: the resource's own. */
  readonly model?: ModelReference;
  /** Sent if set. */
  readonly temperature?: number;
  /** Sent if set. */
  readonly maxTokens?: number;
  /** Stops this call alone; the run's own signal stops it anyway. */
  readonly signal?: AbortSignal;
}

/** One entry of the conversation as a step sees it. */
export interface ConversationEntry {
  readonly role: string;
  readonly content: string;
}

/** How `queueToolUse` stores. */
export interface QueueToolOptions {
  /** Key that gets the result. Default: the tool's name, with a number when that is taken in this iteration. */
  readonly as?: string;
}

/** What a step of a workflow works with. It ends with the step: a later use throws `STEP_OVER`. */
export interface StagedContext {
  /** The user's message. */
  readonly message: string;
  readonly userId: string;
  readonly sessionId: string | undefined;
  readonly runId: string;
  readonly stage: Stage;
  /** From 1. */
  readonly iteration: number;
  /** Fires when the step must stop. Hand it to everything that waits. */
  readonly signal: AbortSignal;
  /** Of the workflow: `workflow.with({ … })`. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** What failed; only in the error stage. */
  readonly failure: FailureInfo | undefined;
  /** Set by a step before this one. */
  readonly response: string | undefined;
  readonly logger: Logger;
  /** Records figures of the step's own. */
  readonly metrics: RunMetrics;

  /** Keeps a value for later steps, also of later iterations, until the run ends. @throws RESULT_NOT_JSON with a checkpointer */
  store(key: string, value: unknown): void;
  load<Value = unknown>(key: string): Value | undefined;
  has(key: string): boolean;

  /** Keeps a value for the user, beyond the run. @throws USER_MEMORY_NOT_CONFIGURED */
  remember(key: string, value: unknown): Promise<void>;
  /** What was remembered of the user, or `fallback`. @throws USER_MEMORY_NOT_CONFIGURED */
  memory<Value = unknown>(key: string, fallback?: Value): Promise<Value | undefined>;
  /** @throws USER_MEMORY_NOT_CONFIGURED */
  forget(key: string): Promise<void>;

  /** Adds to the conversation of this run. Only the response is kept with the turn. */
  say(text: string): void;
  /** The conversation so far: history, the user's message, what steps have said. */
  conversation(): readonly ConversationEntry[];

  /**
   * One model call. Its text is streamed as the answer in deliver only.
   *
   * @param prompt text, or messages
   * @returns the text; with `output` the value that was checked with it
   * @throws the `MODEL_…` codes, OUTPUT_INVALID, NOT_A_MODEL; the signal's reason
   */
  callLlm(prompt: string | readonly BaseMessage[], options?: CallLlmOptions): Promise<string>;
  callLlm<Output extends z.ZodType>(
    prompt: string | readonly BaseMessage[],
    options: CallLlmOptions & { readonly output: Output },
  ): Promise<z.output<Output>>;

  /** A resource of the agent, bound to this run; `logging` and `metrics` are those of this context. @throws RESOURCE_NOT_FOUND */
  getResource<Key extends keyof ResourceHandles>(key: Key): ResourceHandles[Key];
  getResource(key: string): unknown;

  /** The agent's tools that have what is asked for: no other can be called. Which of them is best is yours to say. */
  discoverTools(query?: ToolQuery): readonly FoundTool[];
  /** Calls a tool of the agent now and gives its value. @throws TOOL_NOT_FOUND, TOOL_INVALID_ARGUMENTS, what the tool threw */
  toolUse(tool: string, toolArguments?: unknown): Promise<unknown>;
  /** Calls it at the end of the stage, together with all others that are queued. @returns the key that gets the result. @throws TOOL_NOT_FOUND */
  queueToolUse(tool: string, toolArguments?: unknown, options?: QueueToolOptions): string;

  /** Ends the loop after this stage. @throws RESPONSE_NOT_ALLOWED outside of deliver and error */
  setResponse(text: string): void;

  readonly advanced: AdvancedContext;
}

/** For what the rest does not cover. */
export interface AdvancedContext {
  /** The step's own context, as step types have it. */
  readonly step: StepContext;
  /** The agent's state. */
  readonly state: Readonly<Record<string, unknown>>;
  /** Everything that is stored. */
  readonly results: Readonly<Record<string, unknown>>;
  /** Leaves out what stands between here and a later stage of this iteration. @throws SKIP_NOT_ALLOWED */
  skipTo(stage: Stage): void;
}
