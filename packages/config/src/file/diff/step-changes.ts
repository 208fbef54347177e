import { type StepEntry, stepTypeName } from "@pergola/core-steps";
import type { ModelReference } from "@pergola/resources";
import type { AgentConfigData } from "../../agent-config-data.ts";
import { isPlain } from "../../shown-value.ts";
import { type ConfigChange, changeAt, changesBelow, isOnWay, type Place, placesIn } from "./config-change.ts";
import { as, type Found, replaced } from "./found.ts";
import { isSameData } from "./is-same-data.ts";
import { type OwnModels, stepModelChanges } from "./model-changes.ts";

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

/** What is nested deeper in a step's config, and what comes after so many pairs, is compared as a whole. */
const MAX_DEPTH = 50;
const MAX_PAIRS = 10_000;

type Path = ConfigChange["path"];

/** The differences of the steps of two definitions, inside steps too. */
export function stepChanges(old: AgentConfigData, next: AgentConfigData): readonly Found[] {
  return new StepDiff({ old: old.llm, next: next.llm }).steps(old.steps, next.steps, ["steps"]);
}

class StepDiff {
  readonly #own: OwnModels;
  #pairs = 0;

  constructor(own: OwnModels) {
    this.#own = own;
  }

  steps(old: readonly StepEntry[], next: readonly StepEntry[], path: Path): readonly Found[] {
    // What is no step is told when the definition is built.
    if (!next.every(isStep)) return as("parameter", changeAt(path, old, next));
    const types = (list: readonly StepEntry[]) => list.map(stepTypeName);
    const changed = changeAt(path, types(old), types(next));
    if (changed.length > 0) return as("topology", changed);
    return next.flatMap((entry, index) => this.#step(old[index] as StepEntry, entry, [...path, index]));
  }

  #step(old: StepEntry, next: StepEntry, path: Path): readonly Found[] {
    const code = old.step === next.step ? [] : replaced([...path, "step"], old.step, next.step);
    const keys = [...new Set([...Object.keys(old.config), ...Object.keys(next.config)])];
    return [
      ...as("topology", code),
      ...keys.flatMap((key) => this.#key(key, old.config[key], next.config[key], [...path, key])),
    ];
  }

  #key(key: string, from: unknown, to: unknown, path: Path): readonly Found[] {
    if (key === "model") {
      const [old, next] = [from, to] as readonly (ModelReference | undefined)[];
      return stepModelChanges(old, next, { path, own: this.#own });
    }
    if (key === "workflow" && isWorkflow(from) && isWorkflow(to)) return this.#workflow(from, to, path);
    if (STEP_PARAMETERS.has(key)) return as("parameter", changesBelow(path, from, to));
    return this.#nested({ path, from, to });
  }

  /** What its steps read and how often they run can change between two turns. */
  #workflow(from: WorkflowLike, to: WorkflowLike, path: Path): readonly Found[] {
    const parameters = changesBelow([...path, "parameters"], from.parameters ?? {}, to.parameters ?? {});
    const most = changeAt([...path, "maxIterations"], from.maxIterations, to.maxIterations);
    const rest = { path, from: withoutValues(from), to: withoutValues(to) };
    return [...as("parameter", [...parameters, ...most]), ...this.#inStages(rest)];
  }

  /** Configs of step types, wherever they stand in a stage; everything else is what the workflow is. */
  #inStages(place: Place, way: readonly Place[] = []): readonly Found[] {
    const { path, from, to } = place;
    this.#pairs += 1;
    const isWhole = way.length >= MAX_DEPTH || this.#pairs > MAX_PAIRS;
    const below = isWhole ? undefined : (placesIn(place) ?? itemsIn(place));
    if (below === undefined)
      return as("topology", isCode(from) && isCode(to) ? replaced(path, from, to) : changeAt(path, from, to));
    if (isOnWay(place, way)) return [];
    const isOne = isEntry(from) && isEntry(to) && stepTypeName(from) === stepTypeName(to);
    const others = isOne ? below.filter(({ path: at }) => !ENTRY_KEYS.has(at.at(-1))) : below;
    return [
      ...(isOne ? this.#step(from, to, path) : []),
      ...others.flatMap((each) => this.#inStages(each, [...way, place])),
    ];
  }

  /** Lists of steps inside a step, wherever they are; everything else is what the step is. */
  #nested(place: Place, way: readonly Place[] = []): readonly Found[] {
    const { path, from, to } = place;
    if (isSteps(from) && isSteps(to)) return this.steps(from, to, path);
    this.#pairs += 1;
    const isWhole = way.length >= MAX_DEPTH || this.#pairs > MAX_PAIRS || isSameData(from, to);
    const below = isWhole ? undefined : placesIn(place);
    if (below === undefined) return as("topology", changeAt(path, from, to));
    return isOnWay(place, way) ? [] : below.flatMap((each) => this.#nested(each, [...way, place]));
  }
}

function isStep(value: StepEntry | undefined | null): boolean {
  const { step, config } = (value ?? {}) as Partial<Record<keyof StepEntry, unknown>>;
  const isType = typeof step === "string" || (typeof step === "object" && step !== null);
  return isType && typeof config === "object" && config !== null;
}

function isSteps(value: unknown): value is readonly StepEntry[] {
  return Array.isArray(value) && value.length > 0 && value.every(isEntry);
}

function isEntry(value: unknown): value is StepEntry {
  return isPlain(value) && "step" in value && isPlain(value.config);
}

const ENTRY_KEYS: ReadonlySet<unknown> = new Set(["step", "config"]);

/** A workflow, or what makes one: of a package above this one. */
interface WorkflowLike {
  readonly stages: object;
  readonly parameters?: unknown;
  readonly maxIterations?: unknown;
}

function isWorkflow(value: unknown): value is WorkflowLike {
  return typeof value === "object" && value !== null && "stages" in value && isPlain(value.stages);
}

const withoutValues = ({ parameters: _, maxIterations: __, ...rest }: WorkflowLike) => rest;

/** Two lists of one length, item by item. */
function itemsIn({ path, from, to }: Place): readonly Place[] | undefined {
  if (!Array.isArray(from) || !Array.isArray(to) || from.length !== to.length) return undefined;
  return from.map((each: unknown, index) => ({
    path: [...path, index],
    from: each,
    to: to[index] as unknown,
  }));
}

/** What may hide something, so that only the same one is the same. */
const isCode = (value: unknown): boolean =>
  typeof value === "function" ||
  (typeof value === "object" && value !== null && !isPlain(value) && !Array.isArray(value));
