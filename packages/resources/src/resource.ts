import type { Lifecycle } from "@pergola/core";
import type { RunBinding } from "./run-binding.ts";

/** A started, shared service. */
export interface Resource extends Lifecycle {
  /** Its key in the agent, for example `llm` or `memory`. */
  readonly name: string;
  /** For example `llm`, `memory`, `storage`; open to third parties. */
  readonly category: string;
}

/** A resource that lends each run a handle tied to that run's scope, signal and events. */
export interface BindableResource<Handle> extends Resource {
  bind(run: RunBinding): Handle;
}
