import { type AgentConfig, type AgentConfigProblem, fromZodIssues } from "@pergola/config";
import { toErrorData } from "@pergola/core";
import {
  type AnyStepStrategy,
  assertStepStrategy,
  type StepEntry,
  type StepEnvironment,
  type StepNeeds,
  type StepRegistry,
  type StepStrategy,
  stepTypeName,
} from "@pergola/core-steps";
import { uniqueNodeName } from "./node-names.ts";
import { unknownOptionHint } from "./unknown-option-hint.ts";

/** A step whose type is found and whose config is checked. */
export interface PlannedStep {
  /** Place among the definition's steps. */
  readonly index: number;
  readonly nodeName: string;
  /** The step type's name. */
  readonly kind: string;
  readonly strategy: StepStrategy<unknown>;
  /** As the type's schema gives it. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly needs: StepNeeds;
}

export interface Plan {
  readonly steps: readonly PlannedStep[];
  readonly problems: readonly AgentConfigProblem[];
  /** The error behind the first unusable step type. */
  readonly cause?: unknown;
}

interface Draft {
  readonly steps: PlannedStep[];
  readonly problems: AgentConfigProblem[];
  cause?: unknown;
}

/** Finds the strategy of every step and checks every config; collects all defects instead of stopping at the first. */
export function planSteps(config: AgentConfig, registry: StepRegistry, stateKeys: readonly string[]): Plan {
  const draft: Draft = { steps: [], problems: [] };
  const taken = new Set(stateKeys);
  config.steps.forEach((entry, index) => {
    const strategy = findStrategy(entry, registry, index, draft);
    const parsed = strategy && parseConfig(strategy, entry, index, draft);
    if (strategy === undefined || parsed === undefined) return;
    const named = uniqueNodeName(strategy.nodeName(index), parsed.nodeName, taken);
    if (named.problem !== undefined)
      draft.problems.push({ path: ["steps", index, "nodeName"], ...named.problem });
    taken.add(named.name);
    const needs = strategy.needs?.(parsed) ?? {};
    draft.steps.push({
      index,
      nodeName: named.name,
      kind: stepTypeName(entry),
      strategy,
      config: parsed,
      needs,
    });
  });
  return draft;
}

/** Defects that only show with the whole agent at hand. */
export function environmentProblems(plan: Plan, environment: StepEnvironment): readonly AgentConfigProblem[] {
  return plan.steps.flatMap(({ index, strategy, config }) =>
    (strategy.validate?.(config, environment) ?? []).map((problem) => ({
      ...problem,
      path: ["steps", index, ...problem.path],
    })),
  );
}

function findStrategy(entry: StepEntry, registry: StepRegistry, index: number, draft: Draft) {
  try {
    if (typeof entry?.step === "string") return toUnknownConfig(registry.get(entry.step));
    assertStepStrategy(entry?.step);
    return toUnknownConfig(entry.step);
  } catch (thrown) {
    const { message, hint } = toErrorData(thrown);
    draft.cause ??= thrown;
    draft.problems.push({ path: ["steps", index, "step"], message, hint });
    return undefined;
  }
}

function parseConfig(strategy: StepStrategy<unknown>, entry: StepEntry, index: number, draft: Draft) {
  const parsed = strategy.configSchema.safeParse(entry.config);
  if (parsed.success) return parsed.data as Record<string, unknown>;
  const { issues } = parsed.error;
  const problems = fromZodIssues(issues, ["steps", index]);
  draft.problems.push(
    ...problems.map((problem, at) => ({ ...problem, ...unknownOptionHint(strategy, issues[at]) })),
  );
  return undefined;
}

/** A strategy only ever gets what its own schema has parsed, which is the type that it declares. */
const toUnknownConfig = (strategy: AnyStepStrategy) => strategy as unknown as StepStrategy<unknown>;
