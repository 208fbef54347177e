import { type StepEntry, stepTypeName } from "@pergola/core-steps";
import { type ModelReference, type ProviderFactory, parseModelId } from "@pergola/resources";
import type { AgentConfigData } from "../../agent-config-data.ts";
import { isPlain } from "../../shown-value.ts";
import { type ConfigChange, changeAt, changesBelow } from "./config-change.ts";

/** What changed between two definitions, by what it takes to make it live. */
export interface AgentConfigDiff {
  /** Values that can change between two turns: temperatures, timeouts, keys, models, prompts, limits, retries. */
  readonly parameters: readonly ConfigChange[];
  /** What the agent is built of: steps, resources, tools, state. A change of it needs a restart. */
  readonly topology: readonly ConfigChange[];
}

/** Keys of a step's config that change nothing of what it reads, writes or is followed by. */
const STEP_PARAMETERS: ReadonlySet<string> = new Set([
  "promptTemplate",
  "systemPrompt",
  "model",
  "temperature",
  "maxTokens",
  "maxIterations",
  "concurrency",
  "retry",
  "timeoutMs",
  "cache",
]);

/** Compares two definitions. Only data: nothing is applied. */
export function diffAgentConfig(old: AgentConfigData, next: AgentConfigData): AgentConfigDiff {
  const found = Object.values(PARTS).flatMap((part) => part(old, next));
  return {
    parameters: found.filter(({ kind }) => kind === "parameter").map(({ change }) => change),
    topology: found.filter(({ kind }) => kind === "topology").map(({ change }) => change),
  };
}

interface Found {
  readonly kind: "parameter" | "topology";
  readonly change: ConfigChange;
}

type Compare = (old: AgentConfigData, next: AgentConfigData) => readonly Found[];

const as = (kind: Found["kind"], changes: readonly ConfigChange[]): readonly Found[] =>
  changes.map((change) => ({ kind, change }));

/** How each part of a definition is compared; none can be forgotten. */
const PARTS: { readonly [Part in keyof AgentConfigData]-?: Compare } = {
  name: (old, next) => as("topology", changeAt(["name"], old.name, next.name)),
  version: (old, next) => as("parameter", changeAt(["version"], old.version, next.version)),
  description: (old, next) => as("parameter", changeAt(["description"], old.description, next.description)),
  stateSchema: (old, next) => as("topology", replaced(["stateSchema"], old.stateSchema, next.stateSchema)),
  tools: (old, next) => as("topology", tools(old.tools, next.tools)),
  providers: (old, next) => as("topology", providers(old.providers, next.providers)),
  limits: settings("limits"),
  retry: settings("retry"),
  breaker: settings("breaker"),
  fallback: settings("fallback"),
  graph,
  llm: (old, next) => llm(old.llm, next.llm),
  memory,
  storage: (old, next) => resource(old.storage, next.storage, ["storage"]),
  resources: (old, next) => resources(old.resources, next.resources),
  steps: (old, next) => steps(old.steps, next.steps, ["steps"]),
};

/** A part of which every value can change between two turns. */
function settings(part: "limits" | "retry" | "breaker" | "fallback"): Compare {
  return (old, next) => as("parameter", changesBelow([part], old[part] ?? {}, next[part] ?? {}));
}

function graph({ graph: old }: AgentConfigData, { graph: next }: AgentConfigData): readonly Found[] {
  const { recursionLimit: from, ...oldRest } = old;
  const { recursionLimit: to, ...rest } = next;
  return [
    ...as("parameter", changeAt(["graph", "recursionLimit"], from, to)),
    ...as("topology", changesBelow(["graph"], oldRest, rest)),
  ];
}

/** Code is the same only if it is the same object. */
function replaced(path: ConfigChange["path"], from: unknown, to: unknown): readonly ConfigChange[] {
  return from === to ? [] : [{ path, from: "code", to: "other code" }];
}

type Tools = AgentConfigData["tools"];

function tools(old: Tools, next: Tools): readonly ConfigChange[] {
  const names = (list: Tools) => list.map(({ name }) => name);
  return [
    ...changeAt(["tools"], names(old), names(next)),
    ...next.flatMap((tool, index) => {
      const before = old.find(({ name }) => name === tool.name);
      return before === undefined ? [] : replaced(["tools", index], before, tool);
    }),
  ];
}

function providers(
  old: readonly ProviderFactory[],
  next: readonly ProviderFactory[],
): readonly ConfigChange[] {
  const names = (list: readonly ProviderFactory[]) => list.map(({ category, name }) => `${category}/${name}`);
  const changed = changeAt(["providers"], names(old), names(next));
  return changed.length > 0
    ? changed
    : next.flatMap((provider, index) => replaced(["providers", index], old[index], provider));
}

function llm(
  old: ModelReference | undefined,
  next: ModelReference | undefined,
  path: ConfigChange["path"] = ["llm"],
): readonly Found[] {
  if (Array.isArray(old) && Array.isArray(next) && old.length === next.length)
    return next.flatMap((each: ModelReference, index) => llm(old[index], each, [...path, index]));
  const [from, to] = [modelConfig(old), modelConfig(next)];
  if (from === undefined || to === undefined || from.provider !== to.provider)
    return as("topology", changeAt(path, old, next));
  return as("parameter", changesBelow(path, from, to));
}

/** A reference as a config; undefined for none, and for a ready model. */
function modelConfig(reference: ModelReference | undefined): Readonly<Record<string, unknown>> | undefined {
  if (typeof reference === "string") return { ...parseModelId(reference) };
  return isPlain(reference) ? reference : undefined;
}

function memory({ memory: old }: AgentConfigData, { memory: next }: AgentConfigData): readonly Found[] {
  return [
    ...as("topology", changeAt(["memory", "type"], old.type, next.type)),
    ...as("topology", changeAt(["memory", "provider"], old.provider, next.provider)),
    ...as("parameter", changesBelow(["memory", "config"], old.config ?? {}, next.config ?? {})),
    ...as("parameter", changesBelow(["memory", "window"], old.window ?? {}, next.window ?? {})),
  ];
}

type Resources = AgentConfigData["resources"];

function resources(old: Resources, next: Resources): readonly Found[] {
  const changed = changeAt(["resources"], Object.keys(old), Object.keys(next));
  if (changed.length > 0) return as("topology", changed);
  return Object.keys(next).flatMap((key) => resource(old[key], next[key], ["resources", key]));
}

/** What its provider is told can change between two turns; another provider, or other code, is another resource. */
function resource(old: unknown, next: unknown, path: ConfigChange["path"]): readonly Found[] {
  const [from, to] = [resourceSettings(old), resourceSettings(next)];
  if (from === undefined || to === undefined) {
    const isCode = from === undefined && to === undefined && old !== undefined && next !== undefined;
    return as("topology", isCode ? replaced(path, old, next) : changeAt(path, old, next));
  }
  const isOther = from.provider !== to.provider || from.category !== to.category;
  return isOther ? as("topology", changeAt(path, old, next)) : as("parameter", changesBelow(path, from, to));
}

/** A reference as its settings; undefined for none, and for what is live. */
function resourceSettings(reference: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof reference === "string") return { provider: reference };
  return isPlain(reference) && "provider" in reference ? reference : undefined;
}

type Path = readonly (string | number)[];

function steps(old: readonly StepEntry[], next: readonly StepEntry[], path: Path): readonly Found[] {
  const types = (list: readonly StepEntry[]) => list.map(stepTypeName);
  const changed = changeAt(path, types(old), types(next));
  if (changed.length > 0) return as("topology", changed);
  return next.flatMap((entry, index) => step(old[index] as StepEntry, entry, [...path, index]));
}

function step(old: StepEntry, next: StepEntry, path: Path): readonly Found[] {
  const code = old.step === next.step ? [] : replaced([...path, "step"], old.step, next.step);
  const keys = [...new Set([...Object.keys(old.config), ...Object.keys(next.config)])];
  return [
    ...as("topology", code),
    ...keys.flatMap((key) => stepKey(key, old.config[key], next.config[key], [...path, key])),
  ];
}

function stepKey(key: string, from: unknown, to: unknown, path: Path): readonly Found[] {
  if (key === "model") return llm(from as ModelReference | undefined, to as ModelReference | undefined, path);
  if (STEP_PARAMETERS.has(key)) return as("parameter", changesBelow(path, from, to));
  return nested(from, to, path);
}

/** Lists of steps inside a step, wherever they are; everything else is what the step is. */
function nested(from: unknown, to: unknown, path: Path): readonly Found[] {
  if (isSteps(from) && isSteps(to)) return steps(from, to, path);
  if (!isPlain(from) || !isPlain(to)) return as("topology", changeAt(path, from, to));
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return keys.flatMap((key) => nested(from[key], to[key], [...path, key]));
}

function isSteps(value: unknown): value is readonly StepEntry[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each) => isPlain(each) && "step" in each && isPlain(each.config))
  );
}
