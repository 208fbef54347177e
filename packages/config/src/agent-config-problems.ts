import { isTool } from "@pergola/tools";
import { z } from "zod";
import type { AgentConfigData } from "./agent-config-data.ts";
import { limitsSchema } from "./limits.ts";
import { memorySchema } from "./memory-settings.ts";
import { isAnnotationState, isZodState } from "./state/state-definition.ts";

/** One defect: where, what, and how to mend it. */
export interface AgentConfigProblem {
  /** For example `["steps", 0, "promptTemplate"]`. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint?: string;
}

const agentConfigSchema = z.strictObject({
  name: z.string().min(1, "An agent needs a name"),
  version: z.string().regex(/^\d+\.\d+\.\d+/, "Expected a semantic version such as 1.0.0"),
  description: z.string().optional(),
  stateSchema: z.custom(
    (value) => isZodState(value) || isAnnotationState(value),
    "Expected a zod 4 object schema or a LangGraph Annotation",
  ),
  steps: z.array(z.unknown()).min(1, "Agent must have at least one step"),
  llm: z.unknown(),
  tools: z.array(z.custom(isTool, "Expected a tool made with defineTool()")),
  memory: memorySchema,
  providers: z.array(z.custom(isProvider, "Expected a provider, for example openai()")),
  limits: limitsSchema,
});

const HINTS: Readonly<Record<string, string>> = {
  steps: 'Add one: .withStep("llm", { promptTemplate: "…" }).',
  name: 'Name it: .withName("support").',
  limits: "Known limits: maxIterations, timeoutMs, maxToolCalls.",
  memory: 'For example .withMemory({ type: "conversation" }).',
};

/** All defects of a definition at once. */
export function findProblems(config: AgentConfigData): readonly AgentConfigProblem[] {
  const checked = agentConfigSchema.safeParse({ ...config });
  const problems = checked.success ? [] : fromZodIssues(checked.error.issues);
  return [...problems, ...duplicateTools(config)];
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
  return config.tools.flatMap(({ name }, index) => {
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

function isProvider(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { category, name, create } = value as Record<string, unknown>;
  return typeof category === "string" && typeof name === "string" && typeof create === "function";
}
