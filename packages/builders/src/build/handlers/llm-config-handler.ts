import { type AnyStepStrategy, llmStep } from "@pergola/core-steps";
import {
  type HandledStep,
  parseStepConfig,
  StepConfigHandler,
  type StepType,
} from "./step-config-handler.ts";

/** The `llm` step. */
export class LlmConfigHandler extends StepConfigHandler {
  readonly #strategy: AnyStepStrategy;

  /** @param strategy default: the built-in one */
  constructor(next?: StepConfigHandler, strategy: AnyStepStrategy = llmStep) {
    super(next);
    this.#strategy = strategy;
  }

  canHandle(stepType: StepType): boolean {
    return stepType === "llm" || stepType === this.#strategy;
  }

  handle(_stepType: StepType, config: unknown): HandledStep {
    return parseStepConfig(this.#strategy, config);
  }
}
