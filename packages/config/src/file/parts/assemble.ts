import type { BaseCheckpointSaver } from "@langchain/langgraph";
import { createStepRegistry, type StepRegistry } from "@pergola/core-steps";
import { type ConfigProblem, type ProviderFactory, providerConfigProblems } from "@pergola/resources";
import { schemaProblems } from "@pergola/resources/definition";
import type { Tool } from "@pergola/tools";
import { AgentConfig } from "../../agent-config.ts";
import type { AgentConfigData } from "../../agent-config-data.ts";
import type { StateDefinition } from "../../state/state-definition.ts";
import type { ProblemList } from "../source/problem-list.ts";
import { childOf, dataOf, type MapNode, type SourceNode } from "../source/source-node.ts";
import { coerce } from "../values/coerce.ts";
import type { Environment } from "../values/file-environment.ts";
import { agentFileShape } from "./agent-file-schema.ts";
import type { AssembleContext, FindProvider, FindTool } from "./assemble-context.ts";
import { withoutForeignKeys } from "./foreign-keys.ts";
import { hasLive } from "./has-live.ts";
import type { ImportedExport } from "./import-export.ts";
import type { MadeExports } from "./made-exports.ts";
import { resourceParts } from "./resource-parts.ts";
import { SourceMap } from "./source-map.ts";
import { stepEntries } from "./step-entries.ts";
import { Told } from "./told.ts";
import { toolList } from "./tool-list.ts";
import { toolsOfSteps } from "./tools-of-steps.ts";
import { workflowEntry } from "./workflow-entry.ts";
import type { NamedWorkflowStep, WorkflowCondition } from "./workflow-parts.ts";

/** What a file cannot say, and its program does. */
export interface GivenParts {
  /** Default `DefaultState`. A module may have one of its own. */
  readonly stateSchema?: StateDefinition;
  /** Tools that the file may name. */
  readonly tools?: readonly Tool[];
  /** Become the definition's providers; they also say which type a `${…}` in their config has. */
  readonly providers?: readonly ProviderFactory[];
  /** Asked for the schema of a provider that was not given, for example `registry.find` of a provider registry. */
  readonly findProvider?: FindProvider;
  /** Asked for a tool that the file names and that was not given, for example `contribution("tools", …)` of plugins. */
  readonly findTool?: FindTool;
  readonly checkpointer?: BaseCheckpointSaver;
  /** Steps of workflows that the file may name: functions with a name, as those of `@pergola/pipeline`. */
  readonly workflowSteps?: readonly NamedWorkflowStep[];
  /** What `when` may name in a workflow of the file. */
  readonly conditions?: Readonly<Record<string, WorkflowCondition>>;
  /** Step types whose configs are checked with the file. Default: the built-in ones; others are checked by the builder. */
  readonly stepTypes?: StepRegistry;
}

export interface AssembleOptions {
  readonly given: GivenParts;
  readonly problems: ProblemList;
  readonly made: MadeExports;
  readonly importExport: (type: string, from: string | undefined) => Promise<ImportedExport>;
  readonly env: Environment;
}

/** A definition and where its parts stand. Undefined when the file is no map; `options.problems` says what is wrong. */
export interface Assembled {
  readonly config: AgentConfig;
  readonly map: SourceMap;
}

/** Makes a definition of a tree; finds every defect that shows without building the agent. */
export async function assemble(tree: SourceNode, options: AssembleOptions): Promise<Assembled | undefined> {
  const { given, problems } = options;
  if (tree.kind !== "map") {
    if (tree.kind === "list" || tree.isBroken !== true)
      problems.add({
        place: tree.place,
        message: "The file is no map of keys.",
        hint: "Write keys and values, for example `name: support`.",
      });
    return undefined;
  }
  const map = new SourceMap(tree);
  const told = new Told(map, problems);
  const root = coerce(withoutForeignKeys(withoutState(tree), told), agentFileShape) as MapNode;
  told.problems(schemaProblems(agentFileShape, shapeOf(root)).map(withHint));
  const context = contextOf(told, options);
  const { providers, ...resources } = await resourceParts(root, context);
  const own = childOf(root, "tools");
  const tools = own === undefined ? await toolsOfSteps(root, context) : await toolList(own, context);
  const workflow = await workflowEntry(root, context);
  const steps = [
    ...(await stepEntries(childOf(root, "steps"), ["steps"], context)),
    ...(workflow === undefined ? [] : [workflow]),
  ];
  if (!problems.isEmpty) {
    tellOfProviders(context, options);
    return { config: new AgentConfig(), map };
  }
  const config = new AgentConfig({
    ...plainParts(root),
    ...resources,
    stateSchema: given.stateSchema ?? (stateOf(tree) as StateDefinition | undefined),
    ...(given.checkpointer !== undefined && {
      graph: { ...(plainParts(root).graph ?? {}), checkpointer: given.checkpointer },
    }),
    providers: [...(given.providers ?? []), ...providers],
    tools,
    steps,
  } as Partial<AgentConfigData>);
  told.problems(config.validate());
  if (!problems.isEmpty) tellOfProviders(context, options);
  return { config, map };
}

/** What providers say of their configs, which whoever builds the agent would tell: a file with other defects is not built. */
function tellOfProviders({ told, configs }: AssembleContext, { env }: AssembleOptions): void {
  for (const { factory, config, path } of configs)
    told.problems(providerConfigProblems(factory, config, { env }), path);
}

function contextOf(told: Told, { given, made, importExport }: AssembleOptions): AssembleContext {
  const { stepTypes = createStepRegistry(), tools = [], providers = [], findProvider, findTool } = given;
  const { workflowSteps = [], conditions = {} } = given;
  return {
    told,
    workflowSteps,
    conditions,
    steps: stepTypes,
    tools,
    providers,
    findProvider,
    findTool,
    configs: [],
    made,
    importExport,
  };
}

const PLAIN = [
  "name",
  "version",
  "description",
  "limits",
  "retry",
  "breaker",
  "budget",
  "fallback",
  "graph",
  "logging",
] as const;

function plainParts(root: SourceNode): Partial<AgentConfigData> {
  const given = PLAIN.flatMap((key) => {
    const node = childOf(root, key);
    return node === undefined ? [] : [[key, dataOf(node)] as const];
  });
  return Object.fromEntries(given);
}

/** What the file's own schema looks at: steps, and what is live in a module, are checked where they are used. */
function shapeOf(root: MapNode): unknown {
  const data = Object.entries(dataOf(root) as Readonly<Record<string, unknown>>);
  const isLeft = ([key]: readonly [string, unknown]) => MAY_BE_LIVE.has(key) && hasLive(childOf(root, key));
  const checked = Object.fromEntries(data.filter((each) => !isLeft(each)));
  const { steps } = Object.fromEntries(data);
  return Array.isArray(steps) && steps.length > 0 ? { ...checked, steps: [{}] } : checked;
}

/** Where the schema has a message of its own. */
const HINTS: Readonly<Record<string, string>> = {
  version: "For example 1.0.0.",
  name: "Name it, for example support.",
  steps: "Add one: `steps: [{ step: llm }]`.",
};

function withHint(problem: ConfigProblem): ConfigProblem {
  const [part, key, ...inner] = problem.path;
  const isBesideMemory = part === "memory" && key !== undefined && inner.length === 0;
  if (isBesideMemory && problem.message.startsWith("There is no option"))
    return {
      ...problem,
      hint: `What the provider takes goes into \`config: { ${key}: … }\`. ${problem.hint}`,
    };
  const hint = problem.hint ?? HINTS[String(part)];
  return hint === undefined ? problem : { ...problem, hint };
}

const MAY_BE_LIVE: ReadonlySet<string> = new Set(["tools", "llm", "memory", "storage", "resources"]);

/** A module may hold its state's schema; a text may not, and hears of an unknown key. */
function withoutState(tree: MapNode): MapNode {
  if (typeof stateOf(tree) !== "object") return tree;
  return { ...tree, entries: new Map([...tree.entries].filter(([key]) => key !== "stateSchema")) };
}

function stateOf(tree: MapNode): unknown {
  const node = childOf(tree, "stateSchema");
  return node?.kind === "scalar" && node.place.file.format === "module" ? node.value : undefined;
}
