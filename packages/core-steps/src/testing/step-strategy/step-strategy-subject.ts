import type { Tool } from "@pergola/tools";
import type { StepRegistry } from "../../registry/step-registry.ts";
import type { AnyStepStrategy } from "../../step-strategy.ts";
import type { ScriptedReply } from "../scripted-chat-model-reply.ts";

/**
 * The parts of the suite. `config`: what the schema takes and refuses; `declarations`: names, needs, writes, groups and
 * graph; `json`: what of the schema JSON can hold; `runs`: what the step does; `stop`: that it stops with its run.
 */
export type StepStrategyGroup = "config" | "declarations" | "json" | "runs" | "stop";

/** A config, and what the step is run with. */
export interface StepCase {
  readonly config: Readonly<Record<string, unknown>>;
  /** Default: `{}`. */
  readonly state?: Readonly<Record<string, unknown>>;
  /** What the agent's model answers in each run, one for each call. Default: nothing. */
  readonly replies?: readonly ScriptedReply[];
  /** The agent's tools. Default: none. */
  readonly tools?: readonly Tool[];
}

/** What the suite needs to know of a step type. */
export interface StepStrategySubject {
  readonly strategy: AnyStepStrategy;
  /** What is right, by name. Every case is run several times, also at once; its results must be the same. */
  readonly cases: Readonly<Record<string, StepCase>>;
  /** A step that waits until it is stopped: for a reply `{ hang: true }`, say. Left out, `stop` must be skipped. */
  readonly waiting?: StepCase;
  /** Options that JSON has no form for, each with the reason. Default: none. */
  readonly notJson?: Readonly<Record<string, string>>;
  /** Where the types of steps inside this one are found. Default: the built-in ones. */
  readonly registry?: StepRegistry;
  /** Groups that do not fit, each with the reason. They are left out, and the report names them. */
  readonly skip?: Partial<Readonly<Record<StepStrategyGroup, string>>>;
}
