import type { Direction } from "../draw-options.ts";
import type { Cluster, DrawnEdge, DrawnNode } from "../graph/drawing.ts";
import { textWidth } from "../text/text-width.ts";
import { layoutLevel } from "./layout-level.ts";
import type { LevelItem, LevelLink, PlacedLevel } from "./level.ts";
import { FONT, LINE, measureLabel, type Size } from "./measure.ts";
import type { BorderLink, Element, InnerLink, LevelPlans } from "./plan-levels.ts";

/** The inside of a cluster, laid out; places are from its upper left corner. */
export interface PlacedCluster {
  readonly cluster: Cluster;
  readonly width: number;
  readonly depth: number;
  readonly elements: ReadonlyMap<Element, { readonly across: number; readonly along: number }>;
  readonly children: readonly PlacedCluster[];
  readonly links: readonly PlacedPart[];
  /** Where an edge crosses its border. */
  readonly ports: ReadonlyMap<DrawnEdge, number>;
}

/** A part of an edge, on one level. */
export interface PlacedPart {
  readonly edge: DrawnEdge;
  readonly placed: PlacedLevel["links"][number];
}

export interface LayoutContext {
  readonly plans: LevelPlans;
  readonly direction: Direction;
  readonly itemOf: (node: DrawnNode) => LevelItem;
}

interface Padding {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly leastDepth: number;
}

const NONE: Padding = { left: 0, right: 0, top: 0, bottom: 0, leastDepth: 0 };
const PORT: LevelItem = { before: 5, after: 5, depth: 0, mouth: 0 };

/** Lays out a cluster from inside to outside: clusters within are boxes that edges enter and leave at fixed places. */
export function layoutCluster(cluster: Cluster, context: LayoutContext): PlacedCluster {
  const children = cluster.clusters.map((each) => layoutCluster(each, context));
  const parts = collectParts(cluster, children, context);
  const level = layoutLevel({ items: parts.items, links: parts.links.map(({ link }) => link) });
  const padding = paddingOf(cluster, context.direction);
  const { left, right, top, bottom, leastDepth } = padding;
  const move = ({ across, along }: { readonly across: number; readonly along: number }) => ({
    across: across + left,
    along: along + top,
  });
  const placeOf = (index: number) => move(level.items[index] ?? { across: 0, along: 0 });
  return {
    cluster,
    children,
    width: level.width + left + right,
    depth: Math.max(leastDepth, level.depth + top + bottom),
    elements: new Map([...parts.places].map(([element, index]) => [element, placeOf(index)])),
    ports: new Map([...parts.ports].map(([edge, index]) => [edge, placeOf(index).across])),
    links: parts.links.map(({ edge }, index) => ({
      edge,
      placed: moveLink(level.links[index] as PlacedLevel["links"][number], padding),
    })),
  };
}

interface Parts {
  readonly items: LevelItem[];
  readonly places: Map<Element, number>;
  readonly ports: Map<DrawnEdge, number>;
  readonly links: { readonly edge: DrawnEdge; readonly link: LevelLink }[];
}

function collectParts(cluster: Cluster, children: readonly PlacedCluster[], context: LayoutContext): Parts {
  const parts: Parts = { items: [], places: new Map(), ports: new Map(), links: [] };
  const byCluster = new Map<Element, PlacedCluster>(children.map((child) => [child.cluster, child]));
  const add = (item: LevelItem) => parts.items.push(item) - 1;
  for (const node of cluster.nodes) parts.places.set(node, add(context.itemOf(node)));
  for (const child of children) parts.places.set(child.cluster, add(boxItem(child)));
  if (cluster.parent !== undefined && context.direction === "TB") add(titleItem(cluster));
  const end = (element: Element, edge: DrawnEdge) => {
    const box = byCluster.get(element);
    const port = box?.ports.get(edge);
    return {
      place: parts.places.get(element) as number,
      at: box === undefined || port === undefined ? undefined : port - box.width / 2,
    };
  };
  const plan = context.plans.of(cluster);
  for (const inner of plan.inner) parts.links.push(innerLink(inner, end, context.direction));
  for (const border of plan.border) {
    const port = add({ ...PORT, row: border.side === "top" ? "first" : "last" });
    parts.ports.set(border.edge, port);
    parts.links.push(borderLink(border, port, end));
  }
  return parts;
}

type FindEnd = (
  element: Element,
  edge: DrawnEdge,
) => { readonly place: number; readonly at: number | undefined };

function innerLink({ edge, from, to }: InnerLink, end: FindEnd, direction: Direction) {
  const [begin, finish] = [end(from, edge), end(to, edge)];
  const link: LevelLink = {
    from: begin.place,
    to: finish.place,
    ...(begin.at !== undefined && { fromAt: begin.at }),
    ...(finish.at !== undefined && { toAt: finish.at }),
    ...(edge.label.length > 0 && { label: turned(measureLabel(edge.label), direction) }),
  };
  return { edge, link };
}

function borderLink({ edge, element, side }: BorderLink, port: number, end: FindEnd) {
  const { place, at } = end(element, edge);
  const link: LevelLink =
    side === "top"
      ? { from: port, to: place, fromAt: 0, ...(at !== undefined && { toAt: at }) }
      : { from: place, to: port, toAt: 0, ...(at !== undefined && { fromAt: at }) };
  return { edge, link };
}

const turned = ({ width, height }: Size, direction: Direction) =>
  direction === "TB" ? { width, depth: height } : { width: height, depth: width };

const boxItem = ({ width, depth }: PlacedCluster): LevelItem => ({
  before: width / 2,
  after: width / 2,
  depth,
  mouth: width,
});

const titleWidth = ({ title }: Cluster) => Math.max(...title.map((line) => textWidth(line, FONT.title)));

function titleItem(cluster: Cluster): LevelItem {
  const half = titleWidth(cluster) / 2;
  const depth = cluster.title.length * LINE.title;
  return { before: half, after: half, depth, mouth: 0, row: "first", isLeading: true };
}

function paddingOf(cluster: Cluster, direction: Direction): Padding {
  if (cluster.parent === undefined) return NONE;
  if (direction === "TB") return { left: 16, right: 16, top: 9, bottom: 16, leastDepth: 0 };
  const title = cluster.title.length * LINE.title;
  return { left: title + 20, right: 16, top: 16, bottom: 16, leastDepth: titleWidth(cluster) + 32 };
}

function moveLink({ stretches, label }: PlacedLevel["links"][number], { left, top }: Padding) {
  return {
    stretches: stretches.map((each) => ({
      across: each.across + left,
      top: each.top + top,
      bottom: each.bottom + top,
    })),
    label: label && { across: label.across + left, along: label.along + top },
  };
}
