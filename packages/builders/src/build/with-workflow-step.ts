import type { AgentConfig } from "@pergola/config";
import type { PlacedEntry, StageEntry, StepPlace, Workflow, WorkflowDefinition } from "@pergola/pipeline";

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
  const given = entry.config as { readonly workflow?: unknown } | undefined;
  const next = { ...entry, config: { ...given, workflow: grown(given?.workflow, placed) } };
  return config.with({ steps: config.steps.with(at, next) });
}

/** What is no workflow stays as it is: the build names it. */
function grown(workflow: unknown, placed: PlacedEntry): unknown {
  if (typeof workflow !== "object" || workflow === null) return workflow;
  const { step, ...place } = placed;
  if (isDefined(workflow)) return workflow.step(step, place);
  const { steps = [] } = workflow as WorkflowDefinition;
  return Array.isArray(steps) ? { ...workflow, steps: [...steps, placed] } : workflow;
}

/** Made by `defineWorkflow` already, maybe by another copy of its package. */
const isDefined = (workflow: object): workflow is Workflow => "merge" in workflow;
