import type { ConfigProblem } from "@pergola/resources";
import type { StepEnvironment, StepStrategy } from "../../step-strategy.ts";
import { compilePrompt } from "../model-messages.ts";
import { type PlanAndExecuteStepConfig, planAndExecuteConfigSchema } from "./plan-and-execute-config.ts";
import { planAndExecuteGraph } from "./plan-and-execute-graph.ts";
import { PlanAndExecutePattern } from "./plan-and-execute-pattern.ts";
import { reasoningProblems } from "./reasoning-problems.ts";
import { REPORT_FAILURE } from "./report-failure.ts";
import { stepOfGraph } from "./step-of-graph.ts";

export interface PlanAndExecuteStepOptions {
  /** Name of the step type. Default `plan-and-execute`. */
  readonly name?: string;
  /** The parts of it, for one config. Default: a `PlanAndExecutePattern`. */
  readonly pattern?: (config: PlanAndExecuteStepConfig) => PlanAndExecutePattern;
}

/** A step type that plans before it works, with parts of your own. */
export function definePlanAndExecuteStep({
  name = "plan-and-execute",
  pattern = (config) => new PlanAndExecutePattern(config),
}: PlanAndExecuteStepOptions = {}): StepStrategy<PlanAndExecuteStepConfig> {
  const graphOf = async (config: PlanAndExecuteStepConfig) =>
    planAndExecuteGraph(pattern(config), await compilePrompt(config));
  return {
    name,
    configSchema: planAndExecuteConfigSchema,
    nodeName: (index) => `${name.replaceAll("-", "_")}_step_${index}`,
    needs: (config) => ({ messages: true, model: config.model ?? true }),
    validate: (config, environment) => [
      ...reasoningProblems(config, environment, ["as", "planAs"]),
      ...takenNameProblems(config, environment),
    ],
    writes: ({ as, planAs }) => ["messages", as, planAs].filter((key) => key !== undefined),
    createStep: async (config) => stepOfGraph(await graphOf(config)),
    createGraph: graphOf,
  };
}

/** A plan, its steps one after the other, each with tools, and the answer from their results. */
export const planAndExecuteStep: StepStrategy<PlanAndExecuteStepConfig> = definePlanAndExecuteStep();

function takenNameProblems(
  { tools }: PlanAndExecuteStepConfig,
  environment: StepEnvironment,
): readonly ConfigProblem[] {
  const offered = (tools ?? environment.tools).map((tool) => (typeof tool === "string" ? tool : tool.name));
  if (!offered.includes(REPORT_FAILURE.name)) return [];
  const message = `A tool is called "${REPORT_FAILURE.name}", by which the model says that a step cannot be done.`;
  return [{ path: ["tools"], message, hint: "Rename the tool, or leave it out of `tools`." }];
}
