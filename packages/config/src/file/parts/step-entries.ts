import { suggest } from "@pergola/core";
import type { AnyStepStrategy, StepEntry, StepStrategy } from "@pergola/core-steps";
import { schemaProblems } from "@pergola/resources/definition";
import { COMMON_STEP_KEYS, commonStepSchema } from "../../common-step-schema.ts";
import { childOf, dataOf, type MapEntry, type MapNode, type SourceNode } from "../source/source-node.ts";
import { coerce } from "../values/coerce.ts";
import { jsonSchemaOf } from "../values/json-schema-of.ts";
import { type AssembleContext, exportAt } from "./assemble-context.ts";
import { isStepStrategy } from "./is-step-strategy.ts";

type Path = readonly (string | number)[];
type Config = Readonly<Record<string, unknown>>;

/** A step of the file: its type, and the map that its config stands in. */
interface FileStep {
  readonly step: string | AnyStepStrategy;
  readonly strategy: StepStrategy<unknown> | undefined;
  readonly config: MapNode;
  /** Of the config in the file. */
  readonly path: Path;
}

/** The steps of a list, in the file's form `{ step, …config }` or `{ type, config }`, as entries of a definition. */
export async function stepEntries(
  list: SourceNode | undefined,
  path: Path,
  context: AssembleContext,
): Promise<StepEntry[]> {
  if (list?.kind !== "list") return [];
  const entries: StepEntry[] = [];
  for (const [index, item] of list.items.entries()) {
    const entry = await stepEntry(item, [...path, index], context);
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}

/** One of them; undefined when it is none, which is told. */
export async function stepEntry(
  node: SourceNode,
  path: Path,
  context: AssembleContext,
): Promise<StepEntry | undefined> {
  const found = node.kind === "map" ? await fileStep(node, path, context) : noStep(path, context);
  if (found === undefined) return undefined;
  const { step, strategy } = found;
  if (strategy === undefined) return { step, config: dataOf(found.config) as Config };
  const typed: FileStep = { ...found, config: coerced(found.config, strategy) };
  const config = await withNested(typed, strategy, context);
  check(typed, strategy, config, context);
  return { step, config };
}

const FORM = "Write `- step: llm`, with its config beside it.";

function noStep(path: Path, { told }: AssembleContext): undefined {
  told.problem(path, "This is no step.", FORM);
  return undefined;
}

async function fileStep(node: MapNode, path: Path, context: AssembleContext): Promise<FileStep | undefined> {
  const { told, steps } = context;
  const [step, type] = [childOf(node, "step"), childOf(node, "type")];
  if (step === undefined && type !== undefined) return typedStep(node, type, path, context);
  const value = step === undefined ? undefined : dataOf(step);
  const config = { ...node, entries: new Map([...node.entries].filter(([key]) => key !== "step")) };
  if (isStepStrategy(value)) return { step: value, strategy: value as StepStrategy<unknown>, config, path };
  if (typeof value !== "string" || value === "") {
    told.problem(
      step === undefined ? path : [...path, "step"],
      "The step has no type.",
      `Known: ${steps.list().join(", ")}. ${FORM}`,
    );
    return undefined;
  }
  // A type that is not known here may come from a plugin: the builder knows, and says so.
  return {
    step: value,
    strategy: steps.has(value) ? (steps.get(value) as StepStrategy<unknown>) : undefined,
    config,
    path,
  };
}

/** `{ type: "package#export", config }` */
async function typedStep(
  node: MapNode,
  type: SourceNode,
  path: Path,
  context: AssembleContext,
): Promise<FileStep | undefined> {
  const { told } = context;
  const config = childOf(node, "config") ?? { kind: "map", entries: new Map(), place: node.place };
  for (const key of node.entries.keys())
    if (key !== "type" && key !== "config")
      told.key([...path, key], `A step with \`type\` has no key "${key}".`, "Put it into `config`.");
  const name = dataOf(type);
  if (typeof name !== "string" || config.kind !== "map") {
    told.problem(path, "This is no step.", 'Write { type: "package#export", config: { … } }.');
    return undefined;
  }
  const imported = await exportAt(name, [...path, "type"], context);
  if (imported === undefined) return undefined;
  if (isStepStrategy(imported.value)) {
    const step = imported.value;
    return { step, strategy: step as StepStrategy<unknown>, config, path: [...path, "config"] };
  }
  told.problem(
    [...path, "type"],
    `${name} is no step type.`,
    "Export a StepStrategy: { name, configSchema, createStep, nodeName }.",
  );
  return undefined;
}

/** The step's own keys by its schema, those that every step has by theirs. */
function coerced(config: MapNode, { configSchema }: StepStrategy<unknown>): MapNode {
  const [own, common] = [coerce(config, configSchema), coerce(config, commonStepSchema)] as [
    MapNode,
    MapNode,
  ];
  const entries = [...config.entries.keys()].map((key): [string, MapEntry] => {
    const from = COMMON_STEP_KEYS.has(key) ? common : own;
    return [key, from.entries.get(key) as MapEntry];
  });
  return { ...config, entries: new Map(entries) };
}

/** The config as data, with the steps inside it in the form of a definition. */
async function withNested(
  { config, path }: FileStep,
  strategy: StepStrategy<unknown>,
  context: AssembleContext,
): Promise<Config> {
  const data = dataOf(config) as Record<string, unknown>;
  for (const place of groupPaths(strategy, data)) {
    const list = place.reduce<SourceNode | undefined>(childOf, config);
    if (list?.kind === "list") put(data, place, await stepEntries(list, [...path, ...place], context));
  }
  return data;
}

function groupPaths(strategy: StepStrategy<unknown>, data: unknown): readonly Path[] {
  try {
    return (strategy.groups?.(data) ?? []).map((group) => group.path);
  } catch {
    // The config is wrong, and its schema says how.
    return [];
  }
}

function put(data: unknown, path: Path, value: unknown): void {
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], data);
  (parent as Record<string | number, unknown>)[path.at(-1) as string] = value;
}

function check(
  { path }: FileStep,
  { configSchema }: StepStrategy<unknown>,
  config: Config,
  { told }: AssembleContext,
): void {
  const entries = Object.entries(config);
  const own = Object.fromEntries(entries.filter(([key]) => !COMMON_STEP_KEYS.has(key)));
  const common = Object.fromEntries(entries.filter(([key]) => COMMON_STEP_KEYS.has(key)));
  const keys = [...Object.keys((jsonSchemaOf(configSchema).properties ?? {}) as object), ...COMMON_STEP_KEYS];
  for (const problem of schemaProblems(configSchema, own)) {
    const [first] = problem.path;
    const isUnknown = problem.path.length === 1 && problem.message.startsWith("There is no option");
    told.problem(
      [...path, ...problem.path],
      problem.message,
      isUnknown ? suggest(String(first), keys) : problem.hint,
    );
  }
  told.problems(schemaProblems(commonStepSchema, common), path);
}
