import { suggest } from "@pergola/core";
import { stepErrors } from "../errors.ts";
import type { StepEntry, StepGroup } from "../step-strategy.ts";
import type { BranchStepConfig } from "./branch-config.ts";
import { foundValue } from "./found-value.ts";

/** Where a value leads: a chain of the step, or past all of them. */
export type BranchRoute = number | "end";

type Lists = Pick<BranchStepConfig, "cases" | "otherwise">;

/** The lists that hold steps; the others do nothing and need no chain. */
export function branchGroups({ cases, otherwise = [] }: Lists): readonly StepGroup[] {
  const groups = Object.entries(cases).map(([name, steps]) => ({ path: ["cases", name], steps }));
  return [...groups, { path: ["otherwise"], steps: otherwise }].filter(({ steps }) => steps.length > 0);
}

/** Whether some value leads past all lists. Without `otherwise` a value that has no case does not: it is an error. */
export function isPassable({ cases, otherwise }: Lists): boolean {
  return [...Object.values(cases), otherwise].some((steps) => steps?.length === 0);
}

/** Every place that a branch can lead to. */
export function branchRoutes(lists: Lists): readonly BranchRoute[] {
  const routes = branchGroups(lists).map((_, index) => index);
  return isPassable(lists) ? [...routes, "end"] : routes;
}

/** @throws NO_MATCHING_CASE naming the value and the cases */
export function branchRouter(lists: Lists): (value: unknown) => BranchRoute {
  const groups = branchGroups(lists);
  const routeOf = (steps: readonly StepEntry[]): BranchRoute => {
    const index = groups.findIndex((group) => group.steps === steps);
    return index === -1 ? "end" : index;
  };
  const routes = new Map(Object.entries(lists.cases).map(([name, steps]) => [name, routeOf(steps)]));
  const otherwise = lists.otherwise && routeOf(lists.otherwise);
  return (value) => {
    const name = caseName(value);
    const route = (name === undefined ? undefined : routes.get(name)) ?? otherwise;
    if (route === undefined) throw noMatchingCase(value, [...routes.keys()]);
    return route;
  };
}

/** Nothing, lists and objects have no case: their text would only match by accident. */
function caseName(value: unknown): string | undefined {
  const isNamed = ["string", "number", "boolean", "bigint"].includes(typeof value);
  return isNamed ? String(value) : undefined;
}

function noMatchingCase(value: unknown, cases: readonly string[]) {
  const received = foundValue(value);
  return stepErrors.create("NO_MATCHING_CASE", {
    message: `The branch goes by ${received}, for which it has no case.`,
    hint: `Add the case, or \`otherwise\`. ${suggest(caseName(value) ?? "", cases)}`,
    details: { received, cases },
  });
}
