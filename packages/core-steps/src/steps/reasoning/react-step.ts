import type { StepStrategy } from "../../step-strategy.ts";
import { compilePrompt } from "../model-messages.ts";
import { type ReactStepConfig, reactConfigSchema } from "./react-config.ts";
import { reactGraph } from "./react-graph.ts";
import { ReactPattern } from "./react-pattern.ts";
import { reasoningProblems } from "./reasoning-problems.ts";
import { stepOfGraph } from "./step-of-graph.ts";

export interface ReactStepOptions {
  /** Name of the step type. Default `react`. */
  readonly name?: string;
  /** The parts of it, for one config. Default: a `ReactPattern`. */
  readonly pattern?: (config: ReactStepConfig) => ReactPattern;
}

/** A step type that reasons as ReAct does, with parts of your own. */
export function defineReactStep({
  name = "react",
  pattern = (config) => new ReactPattern(config),
}: ReactStepOptions = {}): StepStrategy<ReactStepConfig> {
  const graphOf = async (config: ReactStepConfig) => reactGraph(pattern(config), await compilePrompt(config));
  return {
    name,
    configSchema: reactConfigSchema,
    nodeName: (index) => `${name.replaceAll("-", "_")}_step_${index}`,
    needs: (config) => ({ messages: true, model: config.model ?? true }),
    validate: (config, environment) => reasoningProblems(config, environment, ["as", "reasoningAs"]),
    writes: ({ as, reasoningAs }) => ["messages", as, reasoningAs].filter((key) => key !== undefined),
    createStep: async (config) => stepOfGraph(await graphOf(config)),
    createGraph: graphOf,
  };
}

/** ReAct over native tool calling: a thought, tool calls, their results, and so on until the model answers. */
export const reactStep: StepStrategy<ReactStepConfig> = defineReactStep();
