import type { ConfigProblem, ModelReference } from "@pergola/resources";
import type { Tool } from "@pergola/tools";
import type { z } from "zod";
import type { Step } from "./step.ts";

/** What a step type asks of the agent that it is compiled into. */
export interface StepNeeds {
  /** Uses LangGraph's own machinery (`interrupt`, `Command`, `writer`). */
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

/** A type of step: makes steps from config. Third parties register their own. */
export interface StepStrategy<Config = never> {
  readonly name: string;
  readonly configSchema: z.ZodType;
  /** Gets the parsed config. May be async; heavy imports belong here. */
  createStep(config: Config): Step | Promise<Step>;
  /** Default node name of the step at this place in the workflow, for example `llm_step_0`. */
  nodeName(index: number): string;
  needs?(config: Config): StepNeeds;
  /** Defects that the schema cannot see. */
  validate?(config: Config, environment: StepEnvironment): readonly ConfigProblem[];
}

/** Keys that every step config has. */
export interface CommonStepConfig {
  /** Name of the node in the graph. Default `<type>_step_<index>`. */
  readonly nodeName?: string;
}
