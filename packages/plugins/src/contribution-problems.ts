import { nearestName } from "@pergola/core";
import { lackingOfProvider } from "@pergola/resources";
import { isTool } from "@pergola/tools";

/** The kinds that Pergola's own packages know; a third party may add others. */
export const CONTRIBUTION_KINDS = [
  "providers",
  "tools",
  "toolsets",
  "steps",
  "templates",
  "adapters",
  "deployers",
  "failureHandlers",
];

/** Everything that keeps `contributes` from being contributions, a sentence each. */
export function contributionProblems(contributes: unknown): readonly string[] {
  if (typeof contributes !== "object" || contributes === null || Array.isArray(contributes))
    return ["contributes is an object of lists, for example { providers: [acme()] }."];
  return Object.entries(contributes).flatMap(([kind, list]) => kindProblems(kind, list));
}

function kindProblems(kind: string, list: unknown): readonly string[] {
  if (list === undefined) return [];
  const meant = CONTRIBUTION_KINDS.includes(kind) ? undefined : nearestName(kind, CONTRIBUTION_KINDS);
  if (meant !== undefined) return [`There is no kind "${kind}" of contributions; did you mean "${meant}"?`];
  if (!Array.isArray(list)) return [`contributes.${kind} is a list.`];
  if (kind === "providers") return list.flatMap(providerProblem);
  return kind === "tools" ? list.flatMap(toolProblem) : [];
}

function providerProblem(value: unknown, index: number): readonly string[] {
  const lacking = lackingOfProvider(value);
  return lacking.length === 0 ? [] : [`contributes.providers[${index}] lacks ${lacking.join(", ")}.`];
}

function toolProblem(value: unknown, index: number): readonly string[] {
  return isTool(value) ? [] : [`contributes.tools[${index}] is no tool; make it with defineTool().`];
}
