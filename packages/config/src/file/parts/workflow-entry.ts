import { nearestName, suggest } from "@pergola/core";
import type { StepEntry } from "@pergola/core-steps";
import { childOf, dataOf, type MapNode, type SourceNode } from "../source/source-node.ts";
import { type AssembleContext, exportAt } from "./assemble-context.ts";
import { stepEntry } from "./step-entries.ts";
import type { NamedWorkflowStep, WorkflowCondition } from "./workflow-parts.ts";

type Path = readonly (string | number)[];

/** The stages that a workflow of a file may have. */
const STAGES = ["parse", "think", "do", "review", "deliver", "error"] as const;

/** The `workflow` of a file as a step of a definition; undefined when it has none. */
export async function workflowEntry(root: MapNode, context: AssembleContext): Promise<StepEntry | undefined> {
  const node = childOf(root, "workflow");
  if (node?.kind !== "map") return undefined;
  const stages: Record<string, unknown[]> = {};
  for (const stage of STAGES) {
    const list = childOf(node, stage);
    if (list?.kind !== "list") continue;
    const entries = list.items.map((item, index) => stageEntry(item, ["workflow", stage, index], context));
    stages[stage] = (await Promise.all(entries)).filter((entry) => entry !== undefined);
  }
  const further = ["maxIterations", "parameters"].flatMap((key) => {
    const value = childOf(node, key);
    return value === undefined ? [] : [[key, dataOf(value)] as const];
  });
  const workflow = { stages, ...Object.fromEntries(further) };
  return { step: "staged", config: { workflow, nodeName: "workflow" } };
}

/** `{ step, when, name, …config }`: a function of the program's, or a step type; `{ type: "package#export" }`: either. */
async function stageEntry(node: SourceNode, path: Path, context: AssembleContext): Promise<unknown> {
  if (node.kind !== "map") return stepEntry(node, path, context);
  const own = new Map([...node.entries].filter(([key]) => key !== "when" && key !== "name"));
  const bare: MapNode = { ...node, entries: own };
  const [when, name] = [await conditionOf(node, path, context), textOf(childOf(node, "name"))];
  const staged = await functionOf(bare, path, context);
  if (staged === "refused") return undefined;
  const said = { ...(when && { when }), ...(name !== undefined && { name }) };
  if (staged !== undefined) return { step: staged, ...said };
  const entry = await stepEntry(bare, path, context);
  return entry && { ...entry, ...said };
}

/** The function that an entry names; undefined when it names a step type. */
async function functionOf(
  node: MapNode,
  path: Path,
  context: AssembleContext,
): Promise<NamedWorkflowStep | "refused" | undefined> {
  const named = textOf(childOf(node, "step"));
  const given = context.workflowSteps.find((step) => step.name === named);
  if (given === undefined && isMisspelled(named, context)) {
    const names = context.workflowSteps.map((each) => each.name);
    context.told.problem([...path, "step"], `No step is called "${named}".`, suggest(String(named), names));
    return "refused";
  }
  const step = given === undefined ? await exportedStep(node, path, context) : asStep(given, given.name);
  if (step === undefined || step === "refused") return step;
  const unknown = [...node.entries.keys()].find((key) => key !== "step" && key !== "type");
  if (unknown === undefined) return step;
  context.told.key(
    [...path, unknown],
    `The step "${step.name}" is a function: it has no key "${unknown}".`,
    "It takes `when` and `name`; what it needs to know may stand in the workflow's `parameters`.",
  );
  return "refused";
}

/** Whether one of the program's steps was meant. Of what is like none of them, a plugin may have a type. */
function isMisspelled(name: string | undefined, { workflowSteps, steps }: AssembleContext): boolean {
  if (name === undefined || steps.has(name)) return false;
  const names = workflowSteps.map((step) => step.name);
  return nearestName(name, names) !== undefined;
}

async function exportedStep(
  node: MapNode,
  path: Path,
  context: AssembleContext,
): Promise<NamedWorkflowStep | "refused" | undefined> {
  const type = textOf(childOf(node, "type"));
  if (type === undefined || childOf(node, "step") !== undefined) return undefined;
  const imported = await exportAt(type, [...path, "type"], context);
  if (imported === undefined) return "refused";
  const { value } = imported;
  const isStep = typeof value === "function" || isStepObject(value);
  return isStep ? asStep(value, type.slice(type.indexOf("#") + 1)) : undefined;
}

/** A plain function is a step under the name by which the file knows it, so that what it stores is found by it. */
function asStep(given: NamedWorkflowStep, name: string): NamedWorkflowStep & { readonly run?: unknown } {
  return typeof given === "function" ? { name, run: given } : given;
}

function isStepObject(value: unknown): value is NamedWorkflowStep {
  return typeof value === "object" && value !== null && "run" in value && "name" in value;
}

async function conditionOf(
  node: MapNode,
  path: Path,
  context: AssembleContext,
): Promise<WorkflowCondition | undefined> {
  const when = childOf(node, "when");
  if (when === undefined) return undefined;
  const at = [...path, "when"];
  const name = textOf(when);
  if (name?.includes("#")) return exportedCondition(name, at, context);
  const known = Object.keys(context.conditions);
  if (name !== undefined && known.includes(name)) return context.conditions[name];
  const hint =
    known.length === 0
      ? "The program gives none: pass them with `conditions`."
      : suggest(String(name), known);
  context.told.problem(
    at,
    name === undefined ? "`when` is no name of a condition." : `No condition is called "${name}".`,
    `${hint} Or write an export: \`when: ./conditions.ts#${name ?? "hasDraft"}\`.`,
  );
  return undefined;
}

async function exportedCondition(
  type: string,
  path: Path,
  context: AssembleContext,
): Promise<WorkflowCondition | undefined> {
  const imported = await exportAt(type, path, context);
  if (imported === undefined || typeof imported.value === "function")
    return imported?.value as WorkflowCondition | undefined;
  context.told.problem(path, `${type} is no condition.`, "Export a function: (context) => boolean.");
  return undefined;
}

function textOf(node: SourceNode | undefined): string | undefined {
  const value = node === undefined ? undefined : dataOf(node);
  return typeof value === "string" && value !== "" ? value : undefined;
}
