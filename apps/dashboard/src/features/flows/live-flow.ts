import type { FlowCounts, FlowFrame } from "@pergola/flow-runtime";
import type { FlowSocket, FlowSocketOptions } from "../../api/flow-socket.ts";
import type { SocketState } from "../../api/live-socket.ts";
import {
  type EdgeView,
  EMPTY_VIEW,
  edgeKey,
  type FlowView,
  type LoggedEvent,
  type NodeView,
} from "./flow-view.ts";
import { RateWindow } from "./rate-window.ts";

export interface LiveFlowOptions {
  readonly flow: string;
  readonly connect: (options: FlowSocketOptions) => FlowSocket;
  /** Runs work once at the next frame of the screen. */
  readonly atNextFrame: (work: () => void) => void;
  readonly now: () => number;
  /** A trace of this user has ended, or may have while nobody was listening. */
  readonly onNews: () => void;
}

/** A flow that is watched: however much the server says, the view changes once a frame. */
export interface LiveFlow {
  readonly view: () => FlowView;
  readonly subscribe: (listener: () => void) => () => void;
  follow(traceId: string | null): void;
  close(): void;
}

/** Events that the log keeps. */
const MAX_EVENTS = 200;
/** While anything moves, the view is made anew this often: what has stopped is seen to stop. */
const DECAY_MS = 250;
/** How long a failure is fresh. */
const FRESH_FAILURE_MS = 4_000;

export function createLiveFlow(options: LiveFlowOptions): LiveFlow {
  const { flow, connect, atNextFrame, now, onNews } = options;
  const listeners = new Set<() => void>();
  const rates = new Map<string, RateWindow>();
  const failures = new Map<string, { total: number; at: number }>();
  let view = EMPTY_VIEW;
  let activity: FlowCounts | undefined;
  let next: Partial<FlowView> = {};
  let events: LoggedEvent[] = [];
  let followedId: string | null = null;
  let dropped = 0;
  let isScheduled = false;
  let isClosed = false;
  let decay: ReturnType<typeof setTimeout> | undefined;

  const rateOf = (key: string, total: number | undefined): number => {
    const rate = rates.get(key) ?? new RateWindow();
    rates.set(key, rate);
    if (total !== undefined) rate.add(total, now());
    return rate.perSecond(now());
  };
  const isFailing = (id: string, total: number): boolean => {
    const before = failures.get(id) ?? { total, at: Number.NEGATIVE_INFINITY };
    const latest = total > before.total ? { total, at: now() } : { total, at: before.at };
    failures.set(id, latest);
    return now() - latest.at < FRESH_FAILURE_MS;
  };
  const moving = ({ nodes, edges }: FlowCounts): Pick<FlowView, "nodes" | "edges"> => ({
    nodes: new Map(
      nodes.map((node): [string, NodeView] => {
        const perSecond = rateOf(node.id, node.succeeded + node.failed);
        return [node.id, { ...node, perSecond, isFailing: isFailing(node.id, node.failed) }];
      }),
    ),
    edges: new Map(
      edges.map((edge): [string, EdgeView] => {
        const key = edgeKey(edge.from, edge.to);
        // The server names an edge once something has gone over it: until then it was nothing.
        if (view.hasActivity && !rates.has(key)) rateOf(key, 0);
        return [key, { ...edge, perSecond: rateOf(key, edge.messages) }];
      }),
    ),
  });
  const render = () => {
    isScheduled = false;
    if (isClosed) return;
    const kept = [...view.events, ...events].slice(-MAX_EVENTS);
    view = {
      ...view,
      ...next,
      ...(activity && moving(activity)),
      ...(events.length > 0 && { events: kept }),
    };
    next = {};
    events = [];
    for (const listener of [...listeners]) listener();
    clearTimeout(decay);
    if (isMoving(view)) decay = setTimeout(schedule, DECAY_MS);
  };
  const schedule = () => {
    if (isScheduled || isClosed) return;
    isScheduled = true;
    atNextFrame(render);
  };
  const change = (part: Partial<FlowView>) => {
    next = { ...next, ...part };
    schedule();
  };
  const onEvents = (frame: Extract<FlowFrame, { type: "events" }>) => {
    if (frame.events.some(({ type }) => type === "trace-settled")) onNews();
    // What the server left out counts as seen; a new connection begins to count anew.
    const missed = Math.max(0, frame.dropped - dropped);
    dropped = frame.dropped;
    const before = (next.eventCount ?? view.eventCount) + missed;
    const own = frame.events
      .filter(({ traceId }) => traceId === followedId)
      .map((event, index) => ({ ...event, place: before + index }));
    events = [...events, ...own].slice(-MAX_EVENTS);
    change({ eventCount: before + own.length });
  };
  const onFrame = (frame: FlowFrame) => {
    if (frame.type === "activity") {
      activity = frame;
      change({ hasActivity: true, traces: frame.traces });
    } else if (frame.type === "trace-activity" && frame.traceId === followedId) {
      change({ followed: { id: frame.traceId, ...byKey(frame) } });
    } else if (frame.type === "events") onEvents(frame);
  };
  let wasLost = false;
  const onState = (connection: SocketState) => {
    if (connection === "live" && wasLost) onNews();
    wasLost = connection === "lost" || (wasLost && connection !== "live");
    change({ connection });
  };
  const socket = connect({ flow, onFrame, onState });
  return {
    view: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    follow(traceId) {
      if (traceId === followedId) return;
      followedId = traceId;
      events = [];
      socket.follow(traceId);
      view = { ...view, events: [] };
      change({ followed: undefined, eventCount: 0 });
    },
    close() {
      isClosed = true;
      clearTimeout(decay);
      socket.close();
    },
  };
}

function byKey({ nodes, edges }: FlowCounts) {
  return {
    nodes: new Map(nodes.map((node) => [node.id, node])),
    edges: new Map(edges.map((edge) => [edgeKey(edge.from, edge.to), edge])),
  };
}

function isMoving({ nodes, edges }: FlowView): boolean {
  return (
    [...nodes.values()].some(({ perSecond, isFailing }) => perSecond > 0 || isFailing) ||
    [...edges.values()].some(({ perSecond }) => perSecond > 0)
  );
}
