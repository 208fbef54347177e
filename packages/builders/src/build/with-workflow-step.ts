import type { AgentConfig } from "@pergola/config";
import type { StageEntry, StepPlace, Workflow, WorkflowDefinition } from "@pergola/pipeline";

/** A definition with a step more in its workflow, as data: the package of workflows is loaded by the build. */
export function withWorkflowStep(config: AgentConfig, step: StageEntry, place: StepPlace): AgentConfig {
  const placed = { ...place, step };
  const at = config.steps.findLastIndex((entry) => entry.step === "staged");
  const entry = config.steps[at];
  if (entry === undefined)
    return config.withStep({
      step: "staged",
      config: { workflow: { stages: {}, steps: [placed] }, nodeName: "workflow" },
    });
  const { workflow } = entry.config as { readonly workflow: Workflow | WorkflowDefinition };
  const grown = isDefined(workflow)
    ? workflow.step(step, place)
    : { ...workflow, steps: [...(workflow.steps ?? []), placed] };
  const next = { ...entry, config: { ...(entry.config as object), workflow: grown } };
  return config.with({ steps: config.steps.with(at, next) });
}

/** Made by `defineWorkflow` already, maybe by another copy of its package. */
const isDefined = (workflow: Workflow | WorkflowDefinition): workflow is Workflow => "merge" in workflow;
