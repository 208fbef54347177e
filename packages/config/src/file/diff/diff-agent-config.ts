import type { ProviderFactory } from "@pergola/resources";
import type { AgentConfigData } from "../../agent-config-data.ts";
import { MEMORY_PARTS } from "../../memory-parts.ts";
import { isPlain } from "../../shown-value.ts";
import { type ConfigChange, changeAt, changesBelow } from "./config-change.ts";
import { as, type Found, replaced } from "./found.ts";
import { modelChanges } from "./model-changes.ts";
import { stepChanges } from "./step-changes.ts";

/** What changed between two definitions, by what it takes to make it live. */
export interface AgentConfigDiff {
  /** Values that can change between two turns: temperatures, timeouts, keys, models, prompts, limits, retries. */
  readonly parameters: readonly ConfigChange[];
  /** What the agent is built of: steps, resources, tools, state. A change of it needs a restart. */
  readonly topology: readonly ConfigChange[];
}

/** Compares two definitions. Only data: nothing is applied. */
export function diffAgentConfig(old: AgentConfigData, next: AgentConfigData): AgentConfigDiff {
  const found = Object.values(PARTS).flatMap((part) => part(old, next));
  return {
    parameters: found.filter(({ kind }) => kind === "parameter").map(({ change }) => change),
    topology: found.filter(({ kind }) => kind === "topology").map(({ change }) => change),
  };
}

type Compare = (old: AgentConfigData, next: AgentConfigData) => readonly Found[];

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
  budget,
  logging: (old, next) => as("topology", changesBelow(["logging"], old.logging, next.logging)),
  fallback: settings("fallback"),
  graph,
  llm: (old, next) => modelChanges(old.llm, next.llm, ["llm"]),
  memory,
  storage: (old, next) => resource(old.storage, next.storage, ["storage"]),
  resources: (old, next) => resources(old.resources, next.resources),
  steps: (old, next) => stepChanges(old, next),
};

/** A part of which every value can change between two turns. */
function settings(part: "limits" | "retry" | "breaker" | "fallback"): Compare {
  return (old, next) => as("parameter", changesBelow([part], old[part] ?? {}, next[part] ?? {}));
}

/** The ledger is code; what it counts against are values. */
function budget(
  { budget: old = {} }: AgentConfigData,
  { budget: next = {} }: AgentConfigData,
): readonly Found[] {
  const { ledger: from, ...oldRest } = old;
  const { ledger: to, ...rest } = next;
  return [
    ...as("topology", replaced(["budget", "ledger"], from, to)),
    ...as("parameter", changesBelow(["budget"], oldRest, rest)),
  ];
}

function graph({ graph: old }: AgentConfigData, { graph: next }: AgentConfigData): readonly Found[] {
  const { recursionLimit: from, ...oldRest } = old;
  const { recursionLimit: to, ...rest } = next;
  return [
    ...as("parameter", changeAt(["graph", "recursionLimit"], from, to)),
    ...as("topology", changesBelow(["graph"], oldRest, rest)),
  ];
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

function memory({ memory: old }: AgentConfigData, { memory: next }: AgentConfigData): readonly Found[] {
  return [
    ...as("topology", changeAt(["memory", "type"], typeOf(old), typeOf(next))),
    ...as("topology", changeAt(["memory", "provider"], old.provider, next.provider)),
    ...as("parameter", changesBelow(["memory", "config"], old.config ?? {}, next.config ?? {})),
    ...as("parameter", changesBelow(["memory", "window"], old.window ?? {}, next.window ?? {})),
    ...MEMORY_PARTS.flatMap(({ part }) => resource(old[part], next[part], ["memory", part])),
  ];
}

const typeOf = ({ type = "conversation" }: AgentConfigData["memory"]) => type;

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
