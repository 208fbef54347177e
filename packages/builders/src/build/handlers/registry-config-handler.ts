import { type AnyStepStrategy, assertStepStrategy, type StepRegistry } from "@pergola/core-steps";
import {
  type HandledStep,
  parseStepConfig,
  StepConfigHandler,
  type StepType,
} from "./step-config-handler.ts";

/** The last link: every registered type, and strategies themselves. */
export class RegistryConfigHandler extends StepConfigHandler {
  readonly #registry: StepRegistry;

  constructor(registry: StepRegistry, next?: StepConfigHandler) {
    super(next);
    this.#registry = registry;
  }

  canHandle(stepType: StepType): boolean {
    return typeof stepType !== "string" || this.#registry.has(stepType);
  }

  /** @throws UNKNOWN_STEP_TYPE, INCOMPLETE_STRATEGY */
  handle(stepType: StepType, config: unknown): HandledStep {
    return parseStepConfig(this.#strategyOf(stepType), config);
  }

  #strategyOf(stepType: StepType): AnyStepStrategy {
    if (typeof stepType === "string") return this.#registry.get(stepType);
    assertStepStrategy(stepType);
    return stepType;
  }
}
