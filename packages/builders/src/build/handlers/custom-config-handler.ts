import { type AnyStepStrategy, customStep } from "@pergola/core-steps";
import type { StepConfigHandler } from "./step-config-handler.ts";
import { StrategyConfigHandler } from "./strategy-config-handler.ts";

/** The `custom` step. */
export class CustomConfigHandler extends StrategyConfigHandler {
  /** @param strategy default: the built-in one */
  constructor(next?: StepConfigHandler, strategy: AnyStepStrategy = customStep) {
    super("custom", strategy, next);
  }
}
