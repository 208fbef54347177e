import type { GraphNode } from "@pergola/core";
import type { NodeActivity } from "../activity/activity-snapshot.ts";
import type { NodeShape } from "./node-shape.ts";

/** A graph, ready to be written in any format. */
export interface Drawing {
  readonly name: string;
  readonly kind: string;
  readonly root: Cluster;
  /** In order of description. */
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
}

/** The whole, or a box around nodes. A node that others name as their parent is a cluster. */
export interface Cluster {
  /** Unique among nodes and clusters; letters, digits and underscores. */
  readonly key: string;
  readonly id: string;
  readonly title: readonly string[];
  readonly parent: Cluster | undefined;
  readonly nodes: DrawnNode[];
  readonly clusters: Cluster[];
}

export interface DrawnNode {
  readonly key: string;
  readonly source: GraphNode;
  readonly shape: NodeShape;
  readonly cluster: Cluster;
  readonly lines: readonly string[];
  /** Smaller text below: kind, policy, activity. */
  readonly captions: readonly string[];
  readonly activity: NodeActivity | undefined;
}

export interface DrawnEdge {
  readonly from: DrawnNode;
  readonly to: DrawnNode;
  readonly label: readonly string[];
  readonly isConditional: boolean;
  /** Whether it closes a loop. */
  readonly isLoop: boolean;
}
