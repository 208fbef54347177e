import { receivedValue } from "../received-value.ts";
import { versionNumbers } from "./compatible-version.ts";
import type { ResourceDefinition, ResourceDependency } from "./resource-definition.ts";
import { isResourceKey, RESOURCE_KEY_WORDS } from "./resource-key.ts";
import { isLimit, limitProblem, type ResourceLimits } from "./resource-limits.ts";
import type { NodeDependency, ResourceNode } from "./resource-node.ts";
import type { ResourceProblem } from "./validation-result.ts";

type Path = ResourceProblem["path"];

/** One definition, checked; no node where not even its key is one. */
export function readNode(
  definition: ResourceDefinition,
  place: number,
  limits: ResourceLimits,
): { readonly node: ResourceNode | undefined; readonly problems: readonly ResourceProblem[] } {
  if (typeof definition !== "object" || definition === null) {
    return { node: undefined, problems: [expected([place], definition, "the definition of a resource")] };
  }
  const { key, category, version, isOwned, startTimeoutMs, closeTimeoutMs } = definition;
  if (!isResourceKey(key))
    return { node: undefined, problems: [expected([place, "key"], key, RESOURCE_KEY_WORDS)] };
  const { dependencies, problems } = readDependencies(key, definition.dependencies);
  const node: ResourceNode = {
    key,
    category: isText(category) ? category : key,
    version,
    dependencies,
    startTimeoutMs: isLimit(startTimeoutMs) ? startTimeoutMs : limits.startTimeoutMs,
    closeTimeoutMs: isLimit(closeTimeoutMs) ? closeTimeoutMs : limits.closeTimeoutMs,
    isOwned: isOwned !== false,
    definition,
  };
  return { node, problems: [...fieldProblems(key, definition), ...problems] };
}

function fieldProblems(key: string, definition: ResourceDefinition): ResourceProblem[] {
  const { category, version, isOwned, isReady, create, close } = definition;
  const isFlag = (value: unknown) => value === undefined || typeof value === "boolean";
  return [
    ...(category === undefined || isText(category) ? [] : [expected([key, "category"], category, "a text")]),
    ...versionProblems([key, "version"], version),
    ...(isFlag(isOwned) ? [] : [expected([key, "isOwned"], isOwned, "true or false")]),
    ...(isFlag(isReady) ? [] : [expected([key, "isReady"], isReady, "true or false")]),
    ...(typeof create === "function" ? [] : [expected([key, "create"], create, "a function")]),
    ...(close === undefined || typeof close === "function"
      ? []
      : [expected([key, "close"], close, "a function")]),
    ...limitProblems(key, definition),
  ];
}

function limitProblems(key: string, definition: ResourceDefinition): ResourceProblem[] {
  return (["startTimeoutMs", "closeTimeoutMs"] as const)
    .filter((name) => definition[name] !== undefined && !isLimit(definition[name]))
    .map((name) => limitProblem([key, name], definition[name]));
}

function versionProblems(path: Path, version: unknown): ResourceProblem[] {
  if (version === undefined) return [];
  if (typeof version === "string" && versionNumbers(version) !== undefined) return [];
  return [expected(path, version, "a version such as 1, 1.2 or 1.2.3")];
}

function readDependencies(key: string, given: ResourceDefinition["dependencies"]) {
  if (given !== undefined && !Array.isArray(given)) {
    return { dependencies: [], problems: [expected([key, "dependencies"], given, "a list")] };
  }
  const dependencies: NodeDependency[] = [];
  const problems: ResourceProblem[] = [];
  for (const [place, each] of (given ?? []).entries()) {
    const path = [key, "dependencies", place];
    const dependency = toDependency(each);
    if (!isResourceKey(dependency.key)) problems.push(expected(path, dependency.key, RESOURCE_KEY_WORDS));
    else if (dependencies.some((other) => other.key === dependency.key))
      problems.push(twice(path, dependency.key));
    else dependencies.push(dependency);
    problems.push(...versionProblems([...path, "version"], dependency.version));
  }
  return { dependencies, problems };
}

function toDependency(given: ResourceDependency): NodeDependency {
  const { key, optional, category, version } =
    typeof given === "object" && given !== null ? given : { key: given };
  return { key, isOptional: optional === true, category, version };
}

function twice(path: Path, key: string): ResourceProblem {
  return { path, message: `The dependency "${key}" is there twice.`, hint: "Keep one of them." };
}

function expected(path: Path, value: unknown, words: string): ResourceProblem {
  const received = typeof value === "string" ? receivedValue(value, false) : receivedValue(value, true);
  return { path, message: `Got ${received}; expected ${words}.`, hint: `Set it to ${words}.` };
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
