/** What a node has been doing, up to a moment. */
export interface NodeActivity {
  /** At the latest moment that was told. */
  readonly state: "idle" | "running" | "failed";
  /** Of that moment, in epoch milliseconds. */
  readonly at: number;
  /** How much of it runs, as told last. */
  readonly running: number;
  /** How often it began to run. */
  readonly started: number;
  /** How often it ended well and told how long it took. */
  readonly finished: number;
  readonly failed: number;
  /** Median of {@link NodeActivity.latenciesMs}. */
  readonly latencyP50Ms?: number;
  /** The last that were told, at most 64, oldest first. */
  readonly latenciesMs: readonly number[];
  /** Messages that wait for it, as told last. */
  readonly queueDepth?: number;
}

/** What all nodes of a graph have been doing. Immutable: a later one shares what has not changed. */
export interface ActivitySnapshot {
  /** By node id; each node of the graph is there. */
  readonly nodes: ReadonlyMap<string, NodeActivity>;
  /** How many activities belonged to no node of the graph. */
  readonly ignored: number;
}
