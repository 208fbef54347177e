import { isPergolaError } from "@pergola/core";
import {
  type CommonStepConfig,
  createStepWrites,
  type StepEntry,
  type StepStrategy,
} from "@pergola/core-steps";
import { type ConfigProblem, lazySchema } from "@pergola/resources";
import { z } from "zod";
import { finishRun } from "../run/finish-run.ts";
import type { Host } from "../run/host.ts";
import { BEGINNING } from "../run/position.ts";
import { StagedCall } from "../run/staged-call.ts";
import { StagedRun } from "../run/staged-run.ts";
import type { StagedStep } from "../steps/staged-step.ts";
import { compileWorkflow, type WorkflowStep } from "../workflow/compile-workflow.ts";
import { drawWorkflow } from "../workflow/draw-workflow.ts";
import { defineWorkflow, isWorkflow, type Workflow, type WorkflowDefinition } from "../workflow/workflow.ts";
import { noteTeller } from "./note-teller.ts";
import { stagedGraph } from "./staged-graph.ts";

/** Config of the `staged` step. */
export interface StagedStepConfig extends CommonStepConfig {
  readonly workflow: Workflow;
}

declare module "@pergola/core-steps" {
  interface StepConfigMap<State> {
    staged: StagedStepConfig;
  }
}

const stagedConfigSchema = lazySchema(() =>
  z.strictObject({
    workflow: z.unknown().transform(toWorkflow),
  }),
);

/** A workflow, or what makes one, as a file says it. */
function toWorkflow(value: unknown, context: z.RefinementCtx): Workflow {
  if (isWorkflow(value)) return value;
  const refuse = (message: string, path: readonly PropertyKey[] = []) =>
    context.addIssue({ code: "custom", message, path: [...path], input: value });
  try {
    if (typeof value === "object" && value !== null && "stages" in value)
      return defineWorkflow(value as WorkflowDefinition); // which looks at every part of it
    refuse("Expected a workflow: defineWorkflow({ stages: { … } })");
  } catch (error) {
    if (!isPergolaError(error, "WORKFLOW_INVALID")) throw error;
    const { problems } = error.details as { readonly problems: readonly ConfigProblem[] };
    for (const { path, message, hint } of problems) refuse(`${message} ${hint ?? ""}`.trim(), path);
  }
  return z.NEVER;
}

/** A workflow as a step of an agent: its steps in stages, in a loop until there is a response, which is the answer. */
export const stagedStep: StepStrategy<StagedStepConfig> = {
  name: "staged",
  configSchema: stagedConfigSchema,
  nodeName: (index) => `staged_step_${index}`,
  needs: ({ workflow }) => ({
    messages: true,
    ...(compileWorkflow(workflow).steps.some(({ staged }) => staged?.callsModel === true) && {
      model: true as const,
    }),
  }),
  groups: ({ workflow }) =>
    compileWorkflow(workflow).steps.map((step) => ({
      path: ["workflow", "stages", step.stage],
      at: step.at,
      isCalled: true,
      nodeName: step.name,
      steps: [entryOf(step)],
    })),
  // All of its steps may have conditions.
  isPassable: () => true,
  draw: ({ workflow }, places) => drawWorkflow(compileWorkflow(workflow), places),
  owns: ({ workflow }) => ownedSteps(workflow),
  writes: () => ["messages"],
  validate: ({ workflow }) =>
    workflow.problems().map((each) => ({ ...each, path: ["workflow", ...each.path] })),
  createGraph: ({ workflow }, parts = { chains: [] }) => stagedGraph(compileWorkflow(workflow), parts),
  createStep({ workflow }, { chains, nodeName: name = "workflow" } = { chains: [] }) {
    const program = compileWorkflow(workflow);
    const tell = noteTeller(workflow);
    return async (state, context) => {
      tell(context);
      const host: Host = { program, chains, context, isKept: false, name };
      const run = new StagedRun(host, BEGINNING, state);
      for (let unit = await run.next(); unit.kind !== "end"; unit = await run.next()) await run.perform(unit);
      return createStepWrites([...run.writes, ...(await finishRun(host, run.position))]);
    };
  },
};

/** Those of its steps that have a life of their own. */
function ownedSteps(workflow: Workflow) {
  const staged = compileWorkflow(workflow).steps.flatMap((step) => step.staged ?? []);
  const isOwned = ({ initialize, close }: StagedStep) => initialize !== undefined || close !== undefined;
  return staged.filter(isOwned).map((part) => ({ name: part.name, part }));
}

function entryOf({ name, staged, registered }: WorkflowStep): StepEntry {
  if (staged === undefined) return registered as StepEntry;
  const { retry, timeoutMs } = staged;
  return {
    step: functionStep(name, staged),
    config: { ...(retry !== undefined && { retry }), ...(timeoutMs !== undefined && { timeoutMs }) },
  };
}

const NO_CONFIG = lazySchema(() => z.strictObject({}));

/** One step of a workflow as a step type of its own: what it does, it does to the workflow's run. */
function functionStep(name: string, staged: StagedStep): StepStrategy<object> {
  return {
    name: staged.kind ?? "prompt",
    configSchema: NO_CONFIG,
    nodeName: () => name,
    createStep: () => (state, context) => StagedCall.of(state).attempt({ name, step: staged }, context),
    writes: () => [],
  };
}
