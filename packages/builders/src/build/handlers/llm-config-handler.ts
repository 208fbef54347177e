import { type AnyStepStrategy, llmStep } from "@pergola/core-steps";
import type { StepConfigHandler } from "./step-config-handler.ts";
import { StrategyConfigHandler } from "./strategy-config-handler.ts";

/** The `llm` step. */
export class LlmConfigHandler extends StrategyConfigHandler {
  /** @param strategy default: the built-in one */
  constructor(next?: StepConfigHandler, strategy: AnyStepStrategy = llmStep) {
    super("llm", strategy, next);
  }
}
