import type { ConfigChange } from "@pergola/config/file";

/** What a reload has done. */
export interface AgentReload {
  /** `unchanged`: there was nothing to do. */
  readonly outcome: "reloaded" | "unchanged";
  /** What is other than before, without secrets. A changed variable is `["env", name]`. */
  readonly changes: readonly ConfigChange[];
}

export interface ReloadOptions {
  /** Gives the reload up while it can be: before the new values are live. */
  readonly signal?: AbortSignal;
}
