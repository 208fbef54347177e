import type { EdgeCounts, FlowEvent, NodeCounts, TraceCounts } from "@pergola/flow-runtime";
import type { SocketState } from "../../api/live-socket.ts";

/** A node as it is drawn. */
export interface NodeView extends NodeCounts {
  readonly perSecond: number;
  /** Whether it failed a moment ago. */
  readonly isFailing: boolean;
}

export interface EdgeView extends EdgeCounts {
  readonly perSecond: number;
}

/** The trace that is followed. */
export interface FollowedTrace {
  readonly id: string;
  readonly nodes: ReadonlyMap<string, NodeCounts>;
  readonly edges: ReadonlyMap<string, EdgeCounts>;
}

/** An event of the log with its place in it. */
export interface LoggedEvent extends FlowEvent {
  readonly place: number;
}

/** What the page knows of a flow at this frame. */
export interface FlowView {
  readonly connection: SocketState;
  readonly hasActivity: boolean;
  readonly nodes: ReadonlyMap<string, NodeView>;
  readonly edges: ReadonlyMap<string, EdgeView>;
  readonly traces: Partial<TraceCounts>;
  readonly followed: FollowedTrace | undefined;
  /** The latest events of the followed trace, oldest first. */
  readonly events: readonly LoggedEvent[];
  /** How many there were, those that are not kept included. */
  readonly eventCount: number;
}

export const EMPTY_VIEW: FlowView = {
  connection: "connecting",
  hasActivity: false,
  nodes: new Map(),
  edges: new Map(),
  traces: {},
  followed: undefined,
  events: [],
  eventCount: 0,
};

/** What edges are found by. */
export function edgeKey(from: string, to: string): string {
  return JSON.stringify([from, to]);
}
