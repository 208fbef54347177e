import { errorMessage, isPergolaError } from "@pergola/core";
import type { StepParts } from "@pergola/core-steps";
import { builderErrors } from "../errors.ts";
import type { MadeStep, StepEngine } from "../step/made-step.ts";
import { createStepCache } from "../step/step-cache.ts";
import { createStepChain } from "../step/step-chain.ts";
import type { PlannedGroup, PlannedStep } from "./planned-step.ts";

export interface MakeStepsOptions {
  readonly engine: StepEngine;
  /** Whether steps that can be nodes of the graph are: so that an interrupt repeats nothing. */
  readonly isGraphForm: boolean;
}

/** Makes the steps and all that are inside them. @throws BUILD_FAILED naming the step that could not be made */
export function makeSteps(
  steps: readonly PlannedStep[],
  options: MakeStepsOptions,
): Promise<readonly MadeStep[]> {
  return Promise.all(steps.map((planned) => makeStep(planned, options)));
}

async function makeStep(planned: PlannedStep, options: MakeStepsOptions): Promise<MadeStep> {
  const { strategy, config, common, nodeName } = planned;
  // A step whose result is remembered is one unit: its parts are never nodes of their own.
  const isGraph = options.isGraphForm && strategy.createGraph !== undefined && common.cache === undefined;
  const inner = { ...options, isGraphForm: isGraph };
  const within = ({ isCalled }: PlannedGroup) =>
    isCalled === true ? { ...inner, isGraphForm: false } : inner;
  const groups = await Promise.all(planned.groups.map((group) => makeSteps(group.planned, within(group))));
  const parts: StepParts = {
    chains: groups.map((steps, index) => createStepChain(steps, planned.groups[index] ?? { path: [] })),
    nodeName,
  };
  const shared = { planned, engine: options.engine, groups };
  try {
    if (isGraph) return { ...shared, graph: await strategy.createGraph?.(config, parts) };
    const step = await strategy.createStep(config, parts);
    return { ...shared, step, ...(common.cache && { cache: createStepCache(nodeName, common.cache) }) };
  } catch (cause) {
    throw notMade(planned, cause);
  }
}

function notMade({ nodeName, kind }: PlannedStep, cause: unknown) {
  return builderErrors.create("BUILD_FAILED", {
    message: `The step "${nodeName}" (${kind}) could not be made: ${errorMessage(cause)}`,
    hint: isPergolaError(cause) ? cause.hint : "The cause has what its createStep() threw.",
    details: { step: nodeName, kind },
    cause,
  });
}
