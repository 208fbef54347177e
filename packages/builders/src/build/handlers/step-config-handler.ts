import type { AgentConfigProblem } from "@pergola/config";
import type { AnyStepStrategy, StepStrategy } from "@pergola/core-steps";
import { builderErrors } from "../../errors.ts";
import { stepOptionProblems } from "../step-option-problems.ts";

/** A step type as a definition names it: registered, or a strategy itself. */
export type StepType = string | AnyStepStrategy;

/** What became of one step of a definition. */
export interface HandledStep {
  readonly strategy: StepStrategy<unknown>;
  /** As the type's schema gives it; undefined when it does not fit. */
  readonly config: Readonly<Record<string, unknown>> | undefined;
  /** Defects, with paths inside the config. */
  readonly problems: readonly AgentConfigProblem[];
}

/** A link of the chain that turns step types and configs into checked steps. `build()` asks the first link. */
export abstract class StepConfigHandler {
  /** Asked for what this one cannot handle. */
  readonly next: StepConfigHandler | undefined;

  constructor(next?: StepConfigHandler) {
    this.next = next;
  }

  abstract canHandle(stepType: StepType): boolean;

  /** Checks a config; its defects are returned, not thrown. */
  abstract handle(stepType: StepType, config: unknown): HandledStep;

  /** Handles, or passes on. @throws NO_STEP_HANDLER at the end of the chain; what a handler throws */
  process(stepType: StepType, config: unknown): HandledStep {
    if (this.canHandle(stepType)) return this.handle(stepType, config);
    if (this.next === undefined) throw noHandler(stepType);
    return this.next.process(stepType, config);
  }
}

/** Parses a config with its strategy's schema. */
export function parseStepConfig(strategy: AnyStepStrategy, config: unknown): HandledStep {
  // A strategy only ever gets what its own schema has parsed, which is the type that it declares.
  const checked = strategy as StepStrategy<unknown>;
  const parsed = checked.configSchema.safeParse(config);
  if (parsed.success)
    return { strategy: checked, config: parsed.data as Record<string, unknown>, problems: [] };
  const problems = stepOptionProblems(checked, config);
  return { strategy: checked, config: undefined, problems };
}

function noHandler(stepType: StepType) {
  const name = typeof stepType === "string" ? stepType : String(stepType?.name ?? "without a name");
  return builderErrors.create("NO_STEP_HANDLER", {
    message: `No handler found for step type: ${name}`,
    hint: "Register the type with registry.register(strategy), or give a handler for it.",
    details: { stepType: name },
  });
}
