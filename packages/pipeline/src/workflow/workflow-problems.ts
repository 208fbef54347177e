import { nearestName } from "@pergola/core";
import type { ConfigProblem } from "@pergola/resources";
import { compileWorkflow, type WorkflowStep } from "./compile-workflow.ts";
import type { WorkflowData } from "./workflow-data.ts";

/** What is wrong with a workflow as a whole. */
export function workflowProblems(workflow: WorkflowData): readonly ConfigProblem[] {
  const { steps } = compileWorkflow(workflow);
  return [...nameProblems(steps), ...needProblems(steps)];
}

const pathOf = ({ stage, at }: WorkflowStep) => ["stages", stage, at];

/** One step may run in several stages; two steps of one name would overwrite each other's results. */
function nameProblems(steps: readonly WorkflowStep[]): readonly ConfigProblem[] {
  const known = new Map<string, unknown>();
  return steps.flatMap((step) => {
    const { name } = step;
    const own = step.staged?.run ?? step.registered;
    if (!known.has(name)) known.set(name, own);
    if (known.get(name) === own) return [];
    return [
      {
        path: pathOf(step),
        message: `Two steps are called "${name}": each would overwrite the result of the other.`,
        hint: 'Name one of them otherwise: definePromptStep({ name: "…", run }), or { step, name: "…" }.',
      },
    ];
  });
}

/** Steps of the error stage may need anything: who knows what was there when it failed. */
function needProblems(all: readonly WorkflowStep[]): readonly ConfigProblem[] {
  const steps = all.filter(({ stage }) => stage !== "error");
  return steps.flatMap((step, index) =>
    (step.staged?.needs ?? []).flatMap((need) => {
      const givers = steps.filter((other) => gives(other, need));
      if (steps.slice(0, index).some((before) => gives(before, need))) return [];
      return [{ path: pathOf(step), ...unmet(step, need, { givers, steps }) }];
    }),
  );
}

function unmet(
  step: WorkflowStep,
  need: string,
  { givers, steps }: { readonly givers: readonly WorkflowStep[]; readonly steps: readonly WorkflowStep[] },
) {
  const needs = `The step "${step.name}" of ${step.stage} needs "${need}"`;
  const [giver] = givers;
  if (giver === undefined)
    return {
      message: `${needs}, which no step gives.`,
      hint: `${meant(need, steps)}Name a step "${need}", or say it in \`gives\` of the step that stores it.`,
    };
  const circle = circleOf(step, steps);
  if (circle !== undefined)
    return {
      message: `${needs}, which needs it in turn: ${circle.join(" → ")}.`,
      hint: "Take one of these needs out.",
    };
  return {
    message: `${needs}, which only "${giver.name}" of ${giver.stage} gives, and that comes later.`,
    hint: "Move the one before the other.",
  };
}

function meant(need: string, steps: readonly WorkflowStep[]): string {
  const given = steps.flatMap(({ name, staged }) => [name, ...(staged?.gives ?? [])]);
  const nearest = nearestName(need, given);
  return nearest === undefined ? "" : `Did you mean "${nearest}"? `;
}

const gives = ({ name, staged }: WorkflowStep, need: string): boolean =>
  name === need || staged?.gives?.includes(need) === true;

/** The names from a step back to itself along what each one needs. */
function circleOf(start: WorkflowStep, steps: readonly WorkflowStep[]): readonly string[] | undefined {
  const seen = new Set<string>();
  const search = (step: WorkflowStep, way: readonly string[]): readonly string[] | undefined => {
    for (const need of step.staged?.needs ?? [])
      for (const giver of steps.filter((other) => gives(other, need))) {
        if (giver.name === start.name) return [...way, start.name];
        if (seen.has(giver.name)) continue;
        seen.add(giver.name);
        const found = search(giver, [...way, giver.name]);
        if (found !== undefined) return found;
      }
    return undefined;
  };
  return search(start, [start.name]);
}
