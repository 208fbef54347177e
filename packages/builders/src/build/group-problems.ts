import type { AgentConfigProblem } from "@pergola/config";
import { allSteps, type PlannedGroup, type PlannedStep } from "./planned-step.ts";

/** What cannot work of steps that run at the same time. @param reduced state keys that have a reducer */
export function groupProblems(
  steps: readonly PlannedStep[],
  reduced: ReadonlySet<string>,
): readonly AgentConfigProblem[] {
  return allSteps(steps).flatMap((step) => [...graphProblems(step), ...writeProblems(step, reduced)]);
}

/** A step that uses LangGraph's own machinery needs a node of its own. */
function graphProblems({ kind, groups }: PlannedStep): readonly AgentConfigProblem[] {
  const inside = groups.filter(isAtOnce).flatMap((group) => allSteps(group.planned));
  return inside
    .filter((step) => step.needs.graph === true)
    .map((step) => ({
      path: step.path,
      message: `A step that uses interrupt(), Command or writer cannot run inside "${kind}".`,
      hint: `Move "${step.nodeName}" before or after it: inside, an interrupt would repeat what the others have done.`,
    }));
}

/** Two writers at the same time of one key that has no reducer: one of them would be lost. */
function writeProblems(
  { path, groups }: PlannedStep,
  reduced: ReadonlySet<string>,
): readonly AgentConfigProblem[] {
  const writers = new Map<string, string>();
  const problems: AgentConfigProblem[] = [];
  for (const group of groups.filter(isAtOnce)) {
    const name = group.path.join(".");
    for (const key of writtenBy(group)) {
      if (reduced.has(key)) continue;
      const other = writers.get(key) ?? (group.isRepeated ? name : undefined);
      if (other === undefined) writers.set(key, name);
      else problems.push(conflict([...path, ...group.path], { key, name, other }));
    }
  }
  return problems;
}

const isAtOnce = ({ isConcurrent, isRepeated }: PlannedGroup) => isConcurrent === true || isRepeated === true;

function writtenBy({ planned, localKeys = [] }: PlannedGroup): ReadonlySet<string> {
  const keys = planned.flatMap((step) => [
    ...(step.strategy.writes?.(step.config) ?? []),
    ...step.groups.flatMap((group) => [...writtenBy(group)]),
  ]);
  return new Set(keys.filter((key) => !localKeys.includes(key)));
}

function conflict(
  path: PlannedStep["path"],
  { key, name, other }: { readonly key: string; readonly name: string; readonly other: string },
): AgentConfigProblem {
  const both = name === other ? `Several runs of "${name}"` : `"${other}" and "${name}"`;
  return {
    path,
    message: `${both} write "${key}" at the same time, and the key has no reducer.`,
    hint: `Declare how they merge: StateTypeFactory.mergeable(schema, { ${key}: "append" }), or let each write a key of its own.`,
  };
}
