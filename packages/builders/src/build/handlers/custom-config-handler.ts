import { type AnyStepStrategy, customStep } from "@pergola/core-steps";
import {
  type HandledStep,
  parseStepConfig,
  StepConfigHandler,
  type StepType,
} from "./step-config-handler.ts";

/** The `custom` step. */
export class CustomConfigHandler extends StepConfigHandler {
  readonly #strategy: AnyStepStrategy;

  /** @param strategy default: the built-in one */
  constructor(next?: StepConfigHandler, strategy: AnyStepStrategy = customStep) {
    super(next);
    this.#strategy = strategy;
  }

  canHandle(stepType: StepType): boolean {
    return stepType === "custom" || stepType === this.#strategy;
  }

  handle(_stepType: StepType, config: unknown): HandledStep {
    return parseStepConfig(this.#strategy, config);
  }
}
