import type { EdgeActivity, NodeActivity, TraceEvent } from "../../api/flow-frames.ts";
import type { SocketState } from "../../api/flow-socket.ts";

/** A node as it is drawn. */
export interface NodeView extends NodeActivity {
  readonly perSecond: number;
  /** Whether it failed a moment ago. */
  readonly isFailing: boolean;
}

export interface EdgeView extends EdgeActivity {
  readonly perSecond: number;
}

/** The trace that is followed. */
export interface FollowedTrace {
  readonly id: string;
  readonly nodes: ReadonlyMap<string, NodeActivity>;
  readonly edges: ReadonlyMap<string, EdgeActivity>;
}

/** An event of the log with its place in it. */
export interface LoggedEvent extends TraceEvent {
  readonly place: number;
}

/** What the page knows of a flow at this frame. */
export interface FlowView {
  readonly connection: SocketState;
  readonly hasActivity: boolean;
  readonly nodes: ReadonlyMap<string, NodeView>;
  readonly edges: ReadonlyMap<string, EdgeView>;
  readonly traces: Readonly<Record<string, number>>;
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
