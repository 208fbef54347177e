import type { RetryPolicy } from "@pergola/core";

/** Keys that every step config has, whatever its type. */
export interface CommonStepConfig {
  /** Name of the node in the graph. Default `<type>_step_<index>`. */
  readonly nodeName?: string;
  /** Runs the step again when it fails. Default: never. Each retry is taken from the run's one budget. */
  readonly retry?: RetryPolicy;
  /** Stops the step and fails it with `STEP_TIMEOUT` after this; each attempt has the whole time. Default: none. */
  readonly timeoutMs?: number;
  /**
   * Remembers what the step returned for the same state, per tenant and user. Such a step is one unit: if it asks with
   * `interrupt()`, it begins again after the answer. Default: no.
   */
  readonly cache?: StepCacheConfig;
}

/** How long and how much a step remembers. */
export interface StepCacheConfig {
  /** Default: as long as the agent is open. */
  readonly ttlMs?: number;
  /** The least recently used are forgotten first. Default 100. */
  readonly maxEntries?: number;
  /** State keys that the result depends on. Default: all. */
  readonly keys?: readonly string[];
}
