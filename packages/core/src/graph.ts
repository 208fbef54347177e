/** What a graph looks like, as data: every owner's `describe()` returns one and `viz` draws it. */
export interface GraphDescription {
  readonly name: string;
  readonly kind: "agent" | "workflow" | "flow" | "resources";
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  readonly id: string;
  readonly label: string;
  /** For example a step type, `start` or `end`. */
  readonly kind: string;
  /** The cluster that the node is drawn in. */
  readonly parentId?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
  readonly isConditional?: boolean;
}

/** What a node is doing at a moment; a stream of these animates a {@link GraphDescription}. */
export interface GraphActivity {
  readonly nodeId: string;
  /** `failed` when something of it just has; otherwise whether anything of it runs. */
  readonly state: "idle" | "running" | "failed";
  /** Epoch milliseconds. */
  readonly at: number;
  /** How much of it runs, where that may be several things at once. */
  readonly running?: number;
  /** Of what has just ended, in milliseconds. */
  readonly latencyMs?: number;
  readonly queueDepth?: number;
}
