import type { AnyStepStrategy } from "@pergola/core-steps";
import {
  type HandledStep,
  parseStepConfig,
  StepConfigHandler,
  type StepType,
} from "./step-config-handler.ts";

/** A link for one step type: by the name that it is registered under, or by the strategy itself. */
export abstract class StrategyConfigHandler extends StepConfigHandler {
  readonly #name: string;
  readonly #strategy: AnyStepStrategy;

  constructor(name: string, strategy: AnyStepStrategy, next?: StepConfigHandler) {
    super(next);
    this.#name = name;
    this.#strategy = strategy;
  }

  canHandle(stepType: StepType): boolean {
    return stepType === this.#name || stepType === this.#strategy;
  }

  handle(_stepType: StepType, config: unknown): HandledStep {
    return parseStepConfig(this.#strategy, config);
  }
}
