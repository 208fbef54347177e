import type { BaseMessage } from "@langchain/core/messages";
import type { RunnableConfig } from "@langchain/core/runnables";
import type { Logger } from "@pergola/core";
import { RUN_PROGRESS, STEP_BOOKMARK, type StepRun, stepErrors } from "@pergola/core-steps";
import type { LlmHandle } from "@pergola/resources";
import { placeOf } from "./event-place.ts";
import { invokeOptions } from "./invoke-options.ts";
import type { RunContext } from "./run-context.ts";
import { runLogger } from "./run-logger.ts";
import { llmOfRun, type ResourceUser, resourceOfRun } from "./run-resource.ts";
import { runSettled } from "./run-settled.ts";
import { createToolsHandle } from "./run-tools.ts";
import { keepMessages } from "./say-messages.ts";

/** The run as one step sees it. */
export class StepRunHandle implements StepRun {
  readonly #run: RunContext;
  readonly #step: string;
  readonly #config: RunnableConfig;
  #llm: LlmHandle | undefined;
  #logger: Logger | undefined;

  constructor(run: RunContext, step: string, config: RunnableConfig) {
    this.#run = run;
    this.#step = step;
    this.#config = config;
  }

  /** The run behind a step's handle. @throws NO_RUN_CONTEXT */
  static runOf(handle: StepRun): RunContext {
    if (#run in handle) return handle.#run;
    throw noRunContext();
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
    return this.#run.emit ?? this.#run.journal.emit;
  }

  get logger() {
    this.#logger ??= runLogger(this.#run, this.#step);
    return this.#logger;
  }

  get clock() {
    return this.#run.services.clock;
  }

  get depth() {
    return this.#run.depth;
  }

  get label() {
    return this.#run.label;
  }

  get invokeOptions() {
    return invokeOptions(this.#run, placeOf(this.#run, this.#step));
  }

  get retryBudget() {
    return this.#run.retryBudget;
  }

  get budget() {
    return this.#run.budget;
  }

  get limits() {
    return this.#run.limits;
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of StepRun give each key its type
  resource(key: string): any {
    if (this.#run.journal.isSealed) throw runSettled();
    if (key === "llm") return this.#bindLlm();
    if (key === "tools") return createToolsHandle(this.#run, this.#step);
    return resourceOfRun(this.#run, key, this.#user);
  }

  get [STEP_BOOKMARK]() {
    return this.#run.bookmark;
  }

  [RUN_PROGRESS](messages: readonly BaseMessage[]): void {
    keepMessages(this.#run, messages);
  }

  #bindLlm(): LlmHandle {
    this.#llm ??= llmOfRun(this.#run, this.#user);
    return this.#llm;
  }

  get #user(): ResourceUser {
    return { step: this.#step, runnableConfig: this.#config };
  }
}

function noRunContext() {
  return stepErrors.create("NO_RUN_CONTEXT", {
    message:
      "The steps inside this one need the run of an agent, and were given something else as context.run.",
    hint: "Pass on the context that the step was called with.",
  });
}
