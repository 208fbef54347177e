import type { StepStrategy } from "../../step-strategy.ts";
import { compilePrompt } from "../model-messages.ts";
import { type ChainOfThoughtStepConfig, chainOfThoughtConfigSchema } from "./chain-of-thought-config.ts";
import { chainOfThoughtGraph } from "./chain-of-thought-graph.ts";
import { ChainOfThoughtPattern } from "./chain-of-thought-pattern.ts";
import { reasoningProblems } from "./reasoning-problems.ts";
import { stepOfGraph } from "./step-of-graph.ts";

export interface ChainOfThoughtStepOptions {
  /** Name of the step type. Default `chain-of-thought`. */
  readonly name?: string;
  /** The parts of it, for one config. Default: a `ChainOfThoughtPattern`. */
  readonly pattern?: (config: ChainOfThoughtStepConfig) => ChainOfThoughtPattern;
}

/** A step type that reasons before it answers, with parts of your own. */
export function defineChainOfThoughtStep({
  name = "chain-of-thought",
  pattern = (config) => new ChainOfThoughtPattern(config),
}: ChainOfThoughtStepOptions = {}): StepStrategy<ChainOfThoughtStepConfig> {
  const graphOf = async (config: ChainOfThoughtStepConfig) =>
    chainOfThoughtGraph(pattern(config), await compilePrompt(config));
  return {
    name,
    configSchema: chainOfThoughtConfigSchema,
    nodeName: (index) => `${name.replaceAll("-", "_")}_step_${index}`,
    needs: (config) => ({ messages: true, model: config.model ?? true }),
    validate: (config, environment) => reasoningProblems(config, environment, ["as", "reasoningAs"]),
    writes: ({ as, reasoningAs }) => ["messages", as, reasoningAs].filter((key) => key !== undefined),
    createStep: async (config) => stepOfGraph(await graphOf(config)),
    createGraph: graphOf,
  };
}

/** Reasoning in numbered steps, kept apart from the answer that follows from it; the answer may call tools. */
export const chainOfThoughtStep: StepStrategy<ChainOfThoughtStepConfig> = defineChainOfThoughtStep();
