import type { Clock, LogSink, RunObserver } from "@pergola/core";
import type { StepEntry, StepRegistry } from "@pergola/core-steps";
import type { Plugin } from "@pergola/plugins";
import type { StepHandlerFactory } from "./handlers/step-handler-chain.ts";
import type { InstalledSource } from "./step-finder.ts";

export interface DirectorOptions {
  /** Step types. Default: the built-in ones. */
  readonly registry?: StepRegistry;
  /** Steps of a definition that has a model and no step. Default: none, and such a definition is refused. */
  readonly defaultSteps?: readonly StepEntry[];
  /** Links before the built-in ones of the chain that checks steps. */
  readonly handlers?: readonly StepHandlerFactory[];
  /** For example `console`. Default: silent. */
  readonly logger?: LogSink;
  /** Told of the events of every run, in order. They stay open: who made one closes it. `withObserver` adds to them. */
  readonly observers?: readonly RunObserver[];
  readonly clock?: Clock;
  /**
   * Where providers and step types are looked for that were not given by hand, in this order. Default: the packages of the
   * project.
   */
  readonly sources?: readonly InstalledSource[];
  /** Their step types may be named. Default: none. `withPlugin` adds to it. */
  readonly plugins?: readonly Plugin[];
  /** Environment variables for providers. Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}
