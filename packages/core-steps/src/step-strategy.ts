import type { GraphEdge, GraphNode } from "@pergola/core";
import type {} from "@pergola/plugins";
import type { ConfigProblem, ModelReference } from "@pergola/resources";
import type { Tool } from "@pergola/tools";
import type { z } from "zod";
import type { Step } from "./step.ts";
import type { StepChain } from "./step-chain.ts";
import type { StepGraph } from "./step-graph.ts";

/** What a step type asks of the agent that it is compiled into. */
export interface StepNeeds {
  /** Uses LangGraph's own machinery (`interrupt`, `Command`, `writer`); refused inside `parallel` and `map`. */
  readonly graph?: boolean;
  /** Reads or writes `messages`; the state gets that key. */
  readonly messages?: boolean;
  /** Calls a model: the reference, or `true` for the agent's own. */
  readonly model?: ModelReference | true;
}

/** What is known of the agent when a step's config is checked. */
export interface StepEnvironment {
  /** Keys of the state, `messages` included if a step needs it; undefined when the state cannot tell. */
  readonly stateKeys: ReadonlySet<string> | undefined;
  readonly tools: readonly Tool[];
}

/** One step of a workflow, as data: its type (a registered name or a strategy) and its config. */
export interface StepEntry {
  readonly step: string | AnyStepStrategy;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Name of an entry's step type. */
export function stepTypeName(entry: StepEntry): string {
  return typeof entry.step === "string" ? entry.step : entry.step.name;
}

/** A list of steps inside a step, such as one branch of `parallel`. */
export interface StepGroup {
  /** Where it stands in the config, for example `["branches", "facts"]`. */
  readonly path: readonly (string | number)[];
  readonly steps: readonly StepEntry[];
  /** Where its first step stands in the list at `path`, when that list is cut into several groups. Default 0. */
  readonly at?: number;
  /** Name of its one step, after that of the step that holds it. Default: that of the step's type. */
  readonly nodeName?: string;
  /** The step calls its chain itself, also where it is nodes of the graph: no step in it becomes a node. Default false. */
  readonly isCalled?: boolean;
  /** Runs at the same time as other groups of the step: what two of them write needs a reducer. Default false. */
  readonly isConcurrent?: boolean;
  /** Runs several times at once, as that of `map`: what it writes needs a reducer. Default false. */
  readonly isRepeated?: boolean;
  /**
   * State keys that are the step's own here: it sets them for this group alone (`locals`), or takes what the group writes to
   * them out of its writes. Nothing of them is merged.
   */
  readonly localKeys?: readonly string[];
}

/** What a step is made of besides its config. */
export interface StepParts {
  /** The steps of `groups(config)`, ready to run, in the same order. */
  readonly chains: readonly StepChain[];
  /** The name of its node; its events carry it. */
  readonly nodeName?: string;
}

/** Something of a step that is started and closed with the agent; the same object only once. */
export interface OwnedPart {
  /** For messages and drawings. */
  readonly name: string;
  readonly part: object;
}

/** The names of a step's nodes in a drawing. */
export interface StepPlaces {
  /** Of the step itself, which is drawn already. */
  readonly step: string;
  /** Of the first step of each group. */
  readonly groups: readonly string[];
}

/** What of a step is drawn besides its own node. */
export interface StepDrawing {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Nodes from which what comes after the step is reached. */
  readonly ends: readonly string[];
}

/** A type of step: makes steps from config. Third parties register their own. */
export interface StepStrategy<Config = never> {
  readonly name: string;
  /** Of the step's own keys; those of `CommonStepConfig` are checked and taken out before. */
  readonly configSchema: z.ZodType;
  /** Gets the parsed config; `parts` only matter to a type with `groups`. May be async; heavy imports belong here. */
  createStep(config: Config, parts?: StepParts): Step | Promise<Step>;
  /**
   * The same work as nodes of the graph, so that what has been done is not done again after an interrupt. Used instead
   * of `createStep` when the agent has a checkpointer; results and events must be the same.
   */
  createGraph?(config: Config, parts?: StepParts): StepGraph | Promise<StepGraph>;
  /** Default node name of the step at this place in the workflow, for example `llm_step_0`. */
  nodeName(index: number): string;
  needs?(config: Config): StepNeeds;
  /** Steps inside this one: checked, named and made with all others. */
  groups?(config: Config): readonly StepGroup[];
  /**
   * Whether it can lead past all of its groups, so that what comes next comes right after it: `describe()` draws that way
   * too. Says nothing of a type without groups. Default false.
   */
  isPassable?(config: Config): boolean;
  /** How it is drawn, where its groups are not ways beside each other. */
  draw?(config: Config, place: StepPlaces): StepDrawing;
  /** State keys that it writes, as far as the config tells; those of its groups are known anyway. */
  writes?(config: Config): readonly string[];
  /**
   * What lives as long as the agent: `initialize({ signal })` is called once when it starts, after its resources, and
   * `close()` when it closes, before them. Both may be missing.
   */
  owns?(config: Config): readonly OwnedPart[];
  /** Defects that the schema cannot see. */
  validate?(config: Config, environment: StepEnvironment): readonly ConfigProblem[];
}

/** Any strategy, whatever its config; each gets only what its own schema has parsed. */
export type AnyStepStrategy = StepStrategy<never>;

declare module "@pergola/plugins" {
  interface PluginContributions {
    /** Step types. */
    readonly steps?: readonly AnyStepStrategy[];
  }
}
