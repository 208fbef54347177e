import type { StateDefinition } from "@pergola/config";
import type { Step, StepGraph } from "@pergola/core-steps";
import type { LangChainMessages } from "@pergola/resources";
import type { PlannedStep } from "../build/planned-step.ts";
import type { StepCache } from "./step-cache.ts";

/** How a key of the state takes a write. */
export type Reducer = (current: unknown, update: unknown) => unknown;

/** What all steps of an agent share at run time. */
export interface StepEngine {
  readonly stateSchema: StateDefinition;
  readonly reducers: ReadonlyMap<string, Reducer>;
  readonly classes: LangChainMessages;
}

/** A step that is ready to run: as a function, or as nodes of the graph. */
export interface MadeStep {
  readonly planned: PlannedStep;
  readonly engine: StepEngine;
  /** Absent when `graph` is there. */
  readonly step?: Step;
  readonly graph?: StepGraph;
  /** The steps of its groups. */
  readonly groups: readonly (readonly MadeStep[])[];
  readonly cache?: StepCache;
}
