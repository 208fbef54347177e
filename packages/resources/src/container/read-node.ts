import { receivedValue } from "../received-value.ts";
import { versionNumbers } from "./compatible-version.ts";
import type { ResourceDefinition, ResourceDependency } from "./resource-definition.ts";
import { isLimit, limitProblem, type ResourceLimits } from "./resource-limits.ts";
import type { NodeDependency, ResourceNode } from "./resource-node.ts";
import type { ResourceProblem } from "./validation-result.ts";

/** Flat names that are safe in a config file, a URL and a log. */
const KEY = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const KEY_WORDS = "a letter, then letters, digits, _ and -, at most 64 in all";

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
  if (!isKey(key)) return { node: undefined, problems: [expected([place, "key"], key, KEY_WORDS)] };
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
  const { category, version, isOwned, create } = definition;
  return [
    ...(category === undefined || isText(category) ? [] : [expected([key, "category"], category, "a text")]),
    ...versionProblems([key, "version"], version),
    ...(isOwned === undefined || typeof isOwned === "boolean"
      ? []
      : [expected([key, "isOwned"], isOwned, "true or false")]),
    ...(typeof create === "function" ? [] : [expected([key, "create"], create, "a function")]),
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
    if (!isKey(dependency.key)) problems.push(expected(path, dependency.key, KEY_WORDS));
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

const isKey = (value: unknown): value is string => typeof value === "string" && KEY.test(value);
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
