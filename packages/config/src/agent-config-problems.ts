import { suggest } from "@pergola/core";
import {
  fallbackSettingsSchema,
  isProviderFactory,
  lazySchema,
  retryPolicySchema,
  schemaProblems,
} from "@pergola/resources/definition";
import { isTool } from "@pergola/tools";
import { z } from "zod";
import { agentBreakerSchema } from "./agent-breaker.ts";
import { agentBudgetSchema } from "./agent-budget.ts";
import type { AgentConfigData } from "./agent-config-data.ts";
import type { AgentConfigProblem } from "./agent-config-problem.ts";
import { agentLoggingSchema } from "./agent-logging.ts";
import { breakerProblems } from "./breaker-problems.ts";
import { budgetProblems } from "./budget-problems.ts";
import { graphSchema, interruptProblems } from "./graph-settings.ts";
import { invalidAgentConfig } from "./invalid-agent-config.ts";
import { limitsSchema } from "./limits.ts";
import { llmProblems } from "./llm-problems.ts";
import { memorySchema } from "./memory-settings.ts";
import { instead, receivedKind } from "./received-kind.ts";
import { resourceProblems } from "./resource-problems.ts";
import { stateProblems } from "./state/state-problems.ts";

/** The parts of a definition, as far as a schema can check them: `validate()` says more. */
export const agentConfigSchema = lazySchema(() =>
  z.object({
    name: z.string().min(1, "An agent needs a name"),
    version: z.string().regex(/^\d+\.\d+\.\d+/, instead("a semantic version such as 1.0.0")),
    description: z.string().optional(),
    stateSchema: z.unknown(),
    steps: z.array(z.unknown()).min(1, "Agent must have at least one step"),
    llm: z.unknown(),
    tools: z.array(z.custom(isTool, instead("a tool made with defineTool()"))),
    memory: memorySchema,
    storage: z.unknown(),
    resources: z.record(z.string(), z.unknown()),
    providers: z.array(z.custom(isProviderFactory, instead("a provider, for example openai()"))),
    limits: limitsSchema,
    graph: graphSchema,
    retry: retryPolicySchema.optional(),
    breaker: agentBreakerSchema.optional(),
    budget: agentBudgetSchema.optional(),
    logging: agentLoggingSchema.optional(),
    fallback: fallbackSettingsSchema.optional(),
  } satisfies Record<keyof AgentConfigData, z.ZodType>),
);

/** The names of a definition's parts. */
export const configParts = () => Object.keys(agentConfigSchema.shape) as readonly (keyof AgentConfigData)[];

const HINTS: Readonly<Record<string, string>> = {
  steps: 'Add one: .withStep("llm", { promptTemplate: "…" }).',
  name: 'Name it: .withName("support").',
  version: 'For example .withVersion("1.0.0").',
  description: "Leave it out, or say in words what the agent is for.",
  limits: "Known limits: maxIterations, timeoutMs, maxToolCalls.",
  memory: 'For example .withMemory({ type: "conversation" }).',
  tools: "Give tools made with defineTool(), for example .withTools([calculator()]).",
  graph:
    "Known settings: checkpointer, recursionLimit, interruptBefore, interruptAfter, for example .withGraph({ recursionLimit: 50 }).",
  retry:
    "Known keys: maxRetries, backoffBaseMs, backoffFactor, maxBackoffMs, jitter, retryIf, for example .withRetry({ maxRetries: 3 }).",
  breaker:
    "Known keys: failures, resetMs, resources, for example .withBreaker({ failures: 3, resetMs: 10_000 }).",
  budget:
    'Known keys: run, session, user, prices, ledger, for example .withBudget({ run: { tokens: 20_000 }, user: { cost: 5, per: "month" } }).',
  logging:
    'Known keys: console, file, stream, content, for example .withLogging({ console: { level: "warn" }, stream: false }).',
  fallback: "Known key: firstTokenTimeoutMs, for example .withFallback({ firstTokenTimeoutMs: 5_000 }).",
  resources: 'A map of keys, for example .withResource("reports", "storage/local").',
  providers: "Give providers, for example .withProvider(openai()).",
};

/** All defects of a definition at once. @param unknown names of parts that do not belong to one */
export function findProblems(
  config: AgentConfigData,
  unknown: readonly string[],
): readonly AgentConfigProblem[] {
  return [
    ...configParts().flatMap((part) => partProblems(part, config[part])),
    ...llmProblems(config.llm),
    ...stateProblems(config.stateSchema),
    ...interruptProblems(config.graph),
    ...resourceProblems(config),
    ...breakerProblems(config),
    ...budgetProblems(config),
    ...unknown.map(unknownPart),
    ...duplicateTools(config),
  ];
}

/** What came, what is allowed, the nearest key: as the configs of providers are told. */
function partProblems(part: keyof AgentConfigData, value: unknown): readonly AgentConfigProblem[] {
  if (part === "steps" && Array.isArray(value) && value.length === 0)
    return [{ path: [part], message: "Agent must have at least one step", hint: HINTS[part] as string }];
  return schemaProblems(agentConfigSchema.shape[part], value).map((problem) => ({
    hint: HINTS[part],
    ...problem,
    path: [part, ...problem.path],
  }));
}

/** Names in `data` that are no part of a definition. */
export function unknownParts(data: object): readonly string[] {
  return Object.keys(data).filter((name) => !Object.hasOwn(agentConfigSchema.shape, name));
}

/** @throws INVALID_AGENT_CONFIG for parts that cannot even be read */
export function checkKinds(config: AgentConfigData): void {
  const lists = (["steps", "tools", "providers"] as const).filter((name) => !Array.isArray(config[name]));
  const objects = (["memory", "resources", "limits", "graph"] as const).filter(
    (name) => !isObject(config[name]),
  );
  const problems = [
    ...lists.map((name) => wrongKind(name, "a list", config[name])),
    ...objects.map((name) => wrongKind(name, "an object", config[name])),
  ];
  if (problems.length > 0) throw invalidAgentConfig(config.name, problems);
}

function wrongKind(name: string, expected: string, received: unknown): AgentConfigProblem {
  return { path: [name], message: `Got ${receivedKind(received)}; expected ${expected}.`, hint: HINTS[name] };
}

const isObject = (value: unknown) => typeof value === "object" && value !== null;

function unknownPart(name: string): AgentConfigProblem {
  return {
    path: [name],
    message: `There is no option "${name}".`,
    hint: suggest(name, Object.keys(agentConfigSchema.shape)),
  };
}

/** Zod's issues as problems, with hints by the first part of the path. */
export function fromZodIssues(
  issues: readonly z.core.$ZodIssue[],
  prefix: readonly (string | number)[] = [],
): AgentConfigProblem[] {
  return issues.map((issue) => {
    const path = [...prefix, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))];
    const hint = HINTS[String(path[0])];
    return { path, message: issue.message, ...(hint !== undefined && prefix.length === 0 && { hint }) };
  });
}

function duplicateTools(config: AgentConfigData): AgentConfigProblem[] {
  const seen = new Set<string>();
  return config.tools.flatMap((tool, index) => {
    if (!isTool(tool)) return [];
    const { name } = tool;
    if (!seen.has(name)) return seen.add(name) && [];
    return [
      {
        path: ["tools", index],
        message: `Two tools are called "${name}".`,
        hint: "Rename one: the model tells tools apart by name.",
      },
    ];
  });
}
