import type { Cluster, Drawing, DrawnEdge, DrawnNode } from "../graph/drawing.ts";
import { findLoopEdges } from "../graph/find-loop-edges.ts";

export type Element = DrawnNode | Cluster;

/** A link between two elements of a level, downwards. */
export interface InnerLink {
  readonly edge: DrawnEdge;
  readonly from: Element;
  readonly to: Element;
}

/** A part of an edge that enters a cluster at its upper side or leaves it at its lower side. */
export interface BorderLink {
  readonly edge: DrawnEdge;
  readonly element: Element;
  readonly side: "top" | "bottom";
}

export interface LevelPlan {
  readonly inner: InnerLink[];
  readonly border: BorderLink[];
}

export interface LevelPlans {
  readonly of: (cluster: Cluster) => LevelPlan;
  /** Edges that are drawn against the direction of the picture. */
  readonly turned: ReadonlySet<DrawnEdge>;
}

/**
 * Takes every edge apart at the borders of clusters: one link on the level where both its ends are, and one in each
 * cluster that it leaves or enters. Edges to the node itself are left out.
 */
export function planLevels({ root, edges }: Drawing): LevelPlans {
  const plans = new Map<Cluster, LevelPlan>();
  const of = (cluster: Cluster): LevelPlan => {
    const plan = plans.get(cluster) ?? { inner: [], border: [] };
    plans.set(cluster, plan);
    return plan;
  };
  of(root);
  const meetings = new Map<DrawnEdge, Meeting>();
  for (const edge of edges) {
    if (edge.from === edge.to) continue;
    const meeting = meet(edge);
    meetings.set(edge, meeting);
    of(meeting.cluster).inner.push({ edge, from: meeting.from, to: meeting.to });
  }
  const turned = new Set([...plans.values()].flatMap(turnLoops));
  for (const [edge, meeting] of meetings) {
    const isTurned = turned.has(edge);
    leave(edge.from, meeting.from, { edge, side: isTurned ? "top" : "bottom" }, of);
    leave(edge.to, meeting.to, { edge, side: isTurned ? "bottom" : "top" }, of);
  }
  return { of, turned };
}

interface Meeting {
  readonly cluster: Cluster;
  readonly from: Element;
  readonly to: Element;
}

const isCluster = (element: Element): element is Cluster => "clusters" in element;
const above = (element: Element): Cluster | undefined =>
  isCluster(element) ? element.parent : element.cluster;

/** The innermost cluster that holds both ends, and what of it they are in. */
function meet({ from, to }: DrawnEdge): Meeting {
  const inside = new Map<Cluster, Element>();
  let element: Element = from;
  for (let each = above(from); each !== undefined; each = above(element)) {
    inside.set(each, element);
    element = each;
  }
  let target: Element = to;
  for (let each = above(to); each !== undefined; each = above(target)) {
    const source = inside.get(each);
    if (source !== undefined) return { cluster: each, from: source, to: target };
    target = each;
  }
  throw new Error("Nodes of one drawing have its root in common.");
}

/** Turns the links of a level that close a loop. @returns their edges */
function turnLoops({ inner }: LevelPlan): readonly DrawnEdge[] {
  const places = new Map<Element, number>();
  const placeOf = (element: Element) => {
    const place = places.get(element) ?? places.size;
    places.set(element, place);
    return place;
  };
  const arcs = inner.map(({ from, to }) => ({ from: placeOf(from), to: placeOf(to) }));
  const loops = findLoopEdges(places.size, arcs);
  const turned = inner.filter((_, index) => loops.has(index)).map(({ edge }) => edge);
  inner.forEach((link, index) => {
    if (loops.has(index)) inner[index] = { ...link, from: link.to, to: link.from };
  });
  return turned;
}

function leave(
  node: DrawnNode,
  until: Element,
  { edge, side }: Pick<BorderLink, "edge" | "side">,
  of: LevelPlans["of"],
): void {
  for (let element: Element = node; element !== until; ) {
    const cluster = above(element) as Cluster;
    of(cluster).border.push({ edge, element, side });
    element = cluster;
  }
}
