import {
  type AgentConfig,
  type AgentConfigProblem,
  COMMON_STEP_KEYS,
  commonStepSchema,
  formatPath,
} from "@pergola/config";
import { isPergolaError, toErrorData } from "@pergola/core";
import {
  type CommonStepConfig,
  type StepEntry,
  type StepEnvironment,
  type StepGroup,
  type StepRegistry,
  type StepStrategy,
  stepTypeName,
  unknownStepType,
} from "@pergola/core-steps";
import { schemaProblems } from "@pergola/resources/definition";
import { entryProblems } from "./entry-problems.ts";
import type { HandledStep, StepConfigHandler } from "./handlers/step-config-handler.ts";
import { uniqueNodeName } from "./node-names.ts";
import { allSteps, type ConfigPath, type PlannedGroup, type PlannedStep } from "./planned-step.ts";
import type { StepFinder } from "./step-finder.ts";

export interface Plan {
  readonly steps: readonly PlannedStep[];
  /** Steps inside a step whose own config is wrong: only their defects matter. */
  readonly insideBroken: readonly PlannedStep[];
  readonly problems: readonly AgentConfigProblem[];
  /** Step types that nobody has registered. */
  readonly unknownTypes: readonly string[];
  /** The error behind the first unusable step type. */
  readonly cause?: unknown;
}

export interface PlanOptions {
  readonly handler: StepConfigHandler;
  /** For suggestions. */
  readonly registry: StepRegistry;
  readonly stateKeys: readonly string[];
  /** What is known of step types that are not registered. */
  readonly finder?: Pick<StepFinder, "failures" | "names">;
}

/** Finds the strategy of every step and checks every config; collects all defects instead of stopping at the first. */
export function planSteps(config: AgentConfig, options: PlanOptions): Plan {
  const planner = new Planner(options);
  const steps = planner.planAll(config.steps, ["steps"], (strategy, index) => strategy.nodeName(index));
  const { problems, insideBroken, unknownTypes, cause } = planner;
  return { steps, problems, insideBroken, unknownTypes: [...unknownTypes], cause };
}

/** Defects that only show with the whole agent at hand. */
export function environmentProblems(plan: Plan, environment: StepEnvironment): readonly AgentConfigProblem[] {
  return allSteps([...plan.steps, ...plan.insideBroken]).flatMap(({ path, strategy, config }) =>
    (strategy.validate?.(config, environment) ?? []).map((problem) => ({
      ...problem,
      path: [...path, ...problem.path],
    })),
  );
}

/** The name of the step at that place of its list, where nobody gives one. */
type NameOf = (strategy: StepStrategy<unknown>, index: number) => string;

const ENTRY_PARTS: ReadonlySet<unknown> = new Set(["step", "config"]);

class Planner {
  readonly problems: AgentConfigProblem[] = [];
  readonly insideBroken: PlannedStep[] = [];
  readonly unknownTypes = new Set<string>();
  cause: unknown;
  readonly #options: PlanOptions;
  readonly #taken: Set<string>;
  /** The steps that the one at hand is inside of. */
  readonly #way: StepEntry[] = [];

  constructor(options: PlanOptions) {
    this.#options = options;
    this.#taken = new Set(options.stateKeys);
  }

  /** Generated names of steps inside a step say where they are. */
  planAll(entries: readonly StepEntry[], path: ConfigPath, nameOf: NameOf, begin = 0): PlannedStep[] {
    const plan = (entry: StepEntry, index: number) =>
      this.#plan(entry, index, [...path, index], nameOf) ?? [];
    return entries.flatMap((entry, index) => plan(entry, begin + index));
  }

  #plan(entry: StepEntry, index: number, path: ConfigPath, nameOf: NameOf): PlannedStep | undefined {
    if (!this.#isEntry(entry, path)) return undefined;
    this.#way.push(entry);
    try {
      return this.#planEntry(entry, index, path, nameOf);
    } finally {
      this.#way.pop();
    }
  }

  /** Tells of what is no `{ step, config }`, and of a step inside itself, which would have no end. */
  #isEntry(entry: StepEntry, path: ConfigPath): boolean {
    const found = entryProblems(entry);
    // The schema of a step tells of the steps inside it, too.
    const isTold = (at: string) => this.problems.some((each) => formatPath(each.path) === at);
    const told = found.map((each) => ({ ...each, path: [...path, ...each.path] }));
    this.problems.push(...told.filter((each) => !isTold(formatPath(each.path))));
    if (found.some((each) => each.path.length === 0 || ENTRY_PARTS.has(each.path[0]))) return false;
    if (!this.#way.some(({ config }) => config === entry.config)) return true;
    const hint = "Write it out as often as it shall run, or loop with a tools-loop.";
    this.problems.push({ path, message: "The step is inside itself.", hint });
    return false;
  }

  #planEntry(entry: StepEntry, index: number, path: ConfigPath, nameOf: NameOf): PlannedStep | undefined {
    const { common, own } = this.#splitConfig(entry?.config, path);
    const handled = this.#handle(entry, own, path);
    if (handled === undefined) return undefined;
    const { strategy, config } = handled;
    const generated = nameOf(strategy, index);
    if (config === undefined) {
      this.#lookInside(strategy, { config: own, path, holder: generated });
      return undefined;
    }
    const nodeName = this.#nameOf(generated, common, path);
    return {
      path,
      nodeName,
      kind: stepTypeName(entry),
      strategy,
      config,
      common,
      needs: strategy.needs?.(config) ?? {},
      groups: (strategy.groups?.(config) ?? []).map((group) => this.#planGroup(group, path, nodeName)),
    };
  }

  #planGroup(group: StepGroup, path: ConfigPath, holder: string): PlannedGroup {
    const place = [...path, ...group.path];
    if (group.steps.length === 0)
      this.problems.push({
        path: place,
        message: "There is no step in it.",
        hint: "Add one, or leave it out.",
      });
    const prefix = `${holder}.${group.path.at(-1) ?? ""}.`;
    const nameOf: NameOf = (strategy, at) => prefix + (group.nodeName ?? strategy.nodeName(at));
    return { ...group, planned: this.planAll(group.steps, place, nameOf, group.at) };
  }

  /** A wrong option of a step hides no defect of the steps inside it. */
  #lookInside(
    strategy: StepStrategy<unknown>,
    {
      config,
      path,
      holder,
    }: { readonly config: unknown; readonly path: ConfigPath; readonly holder: string },
  ): void {
    const nameOf: NameOf = (inner, at) => `${holder}.${inner.nodeName(at)}`;
    for (const group of groupsIn(strategy, config)) {
      const place = [...path, ...group.path];
      const plan = (entry: unknown, index: number) =>
        isEntry(entry) ? this.planAll([entry], place, nameOf, (group.at ?? 0) + index) : [];
      this.insideBroken.push(...group.steps.flatMap(plan));
    }
  }

  #splitConfig(config: unknown, path: ConfigPath): { common: CommonStepConfig; own: unknown } {
    if (typeof config !== "object" || config === null) return { common: {}, own: config };
    const entries = Object.entries(config);
    const isCommon = ([key]: [string, unknown]) => COMMON_STEP_KEYS.has(key);
    const given = Object.fromEntries(entries.filter(isCommon));
    const parsed = commonStepSchema.safeParse(given);
    const wrong = parsed.success ? [] : schemaProblems(commonStepSchema, given);
    this.problems.push(...wrong.map((each) => ({ ...each, path: [...path, ...each.path] })));
    const own =
      Object.keys(given).length === 0
        ? config
        : Object.fromEntries(entries.filter((each) => !isCommon(each)));
    return { common: parsed.success ? parsed.data : {}, own };
  }

  #handle(entry: StepEntry, config: unknown, path: ConfigPath): HandledStep | undefined {
    try {
      const handled = this.#options.handler.process(entry?.step, config);
      this.problems.push(...handled.problems.map((each) => ({ ...each, path: [...path, ...each.path] })));
      return handled;
    } catch (thrown) {
      const error = this.#named(entry, thrown);
      this.cause ??= error;
      const { message, hint } = toErrorData(error);
      this.problems.push({ path: [...path, "step"], message, hint });
      return undefined;
    }
  }

  /** Who was looked for, and the registry, can say more of an unknown type than the chain. */
  #named(entry: StepEntry, thrown: unknown): unknown {
    if (!isPergolaError(thrown, "NO_STEP_HANDLER") || typeof entry?.step !== "string") return thrown;
    this.unknownTypes.add(entry.step);
    const { registry, finder } = this.#options;
    const known = [...new Set([...registry.list(), ...(finder?.names ?? [])])].sort();
    return finder?.failures.get(entry.step) ?? unknownStepType(entry.step, known);
  }

  #nameOf(generated: string, { nodeName }: CommonStepConfig, path: ConfigPath): string {
    const { name, problem } = uniqueNodeName(generated, nodeName, this.#taken);
    if (problem !== undefined) this.problems.push({ path: [...path, "nodeName"], ...problem });
    this.#taken.add(name);
    return name;
  }
}

/** The groups of a config that its schema has refused: whatever of them can be found. */
function groupsIn(strategy: StepStrategy<unknown>, config: unknown): readonly StepGroup[] {
  try {
    return (strategy.groups?.(config) ?? []).filter(({ steps }) => Array.isArray(steps));
  } catch {
    return [];
  }
}

/** The schema has told of the others. */
function isEntry(entry: unknown): entry is StepEntry {
  return typeof entry === "object" && entry !== null && "step" in entry && "config" in entry;
}
