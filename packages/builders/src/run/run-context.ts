import type { BaseMessage } from "@langchain/core/messages";
import type { RunnableConfig } from "@langchain/core/runnables";
import { type Clock, type Logger, type Scope, suggest } from "@pergola/core";
import { RUN_PROGRESS, type RunLimits, type StepRun, stepErrors } from "@pergola/core-steps";
import type {
  LlmHandle,
  LlmResource,
  ModelParameters,
  RetryBudget,
  RunBinding,
  ToolDefinition,
} from "@pergola/resources";
import type { ToolCatalog } from "@pergola/tools";
import type { LangChainMessages } from "../build/langchain-messages.ts";
import type { RunJournal } from "./run-journal.ts";
import { runSettled } from "./run-settled.ts";
import { createToolsHandle } from "./run-tools.ts";
import type { ToolRecord } from "./tool-record.ts";
import type { Transcript } from "./transcript.ts";

/** What the agent lends to each of its runs. */
export interface RunServices {
  readonly llm: LlmResource;
  readonly tools: ToolCatalog;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly classes: LangChainMessages;
}

/** Everything of one run that its steps share. */
export interface RunContext {
  readonly id: string;
  readonly scope: Scope;
  readonly signal: AbortSignal;
  readonly journal: RunJournal;
  readonly transcript: Transcript;
  readonly toolRecords: ToolRecord[];
  readonly counters: { toolCalls: number };
  readonly services: RunServices;
  readonly retryBudget: RetryBudget;
  readonly limits: RunLimits & { readonly maxToolCalls?: number };
  readonly parameters?: ModelParameters;
  readonly callerTools: readonly ToolDefinition[];
}

/** The run as one step sees it. */
export class StepRunHandle implements StepRun {
  readonly #run: RunContext;
  readonly #step: string;
  readonly #config: RunnableConfig;
  #llm: LlmHandle | undefined;

  constructor(run: RunContext, step: string, config: RunnableConfig) {
    this.#run = run;
    this.#step = step;
    this.#config = config;
  }

  get id() {
    return this.#run.id;
  }

  get scope() {
    return this.#run.scope;
  }

  get signal() {
    return this.#run.signal;
  }

  get emit() {
    return this.#run.journal.emit;
  }

  get logger() {
    return this.#run.services.logger;
  }

  get limits() {
    return this.#run.limits;
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of StepRun give each key its type
  resource(key: string): any {
    if (this.#run.journal.isSealed) throw runSettled();
    if (key === "llm") return this.#bindLlm();
    if (key === "tools") return createToolsHandle(this.#run, this.#step);
    throw unknownResource(key);
  }

  [RUN_PROGRESS](messages: readonly BaseMessage[]): void {
    this.#run.transcript.add(messages);
  }

  #bindLlm(): LlmHandle {
    this.#llm ??= this.#run.services.llm.bind(this.#binding());
    return this.#llm;
  }

  #binding(): RunBinding {
    const { id, scope, signal, journal, services, retryBudget, parameters } = this.#run;
    return {
      runId: id,
      scope,
      signal,
      emit: journal.emit,
      logger: services.logger,
      retryBudget,
      step: this.#step,
      parameters,
      runnableConfig: this.#config,
    };
  }
}

const KEYS = ["llm", "tools"];

function unknownResource(key: string) {
  return stepErrors.create("RESOURCE_NOT_FOUND", {
    message: `The agent has no resource "${key}".`,
    hint: suggest(key, KEYS),
    details: { key, known: KEYS },
  });
}
