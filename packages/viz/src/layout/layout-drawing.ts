import type { Direction } from "../draw-options.ts";
import type { Cluster, Drawing, DrawnEdge, DrawnNode } from "../graph/drawing.ts";
import { type EdgeLine, edgePath } from "./edge-path.ts";
import { type Box, type Point, turnBox, turnPoint, turnStep } from "./geometry.ts";
import { layoutCluster, type PlacedCluster } from "./layout-cluster.ts";
import type { LevelItem, Stretch } from "./level.ts";
import { insetOf, measureLabel, measureNode, mouthOf, type Size } from "./measure.ts";
import { planLevels } from "./plan-levels.ts";
import { placeSelfLoops, selfLoopDepth, selfLoopWidth } from "./self-loops.ts";

export interface PlacedEdge {
  readonly edge: DrawnEdge;
  readonly line: EdgeLine;
  readonly label: Point | undefined;
}

/** Where everything is, in pixels. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<DrawnNode, Box>;
  /** From outside to inside. */
  readonly clusters: ReadonlyMap<Cluster, Box>;
  readonly edges: readonly PlacedEdge[];
}

export interface LayoutOptions {
  readonly direction: Direction;
  /** Text below a node for which there has to be room. */
  readonly reserve?: string;
}

/** Lays out a drawing, without a browser: the same drawing gives the same places. */
export function layoutDrawing(drawing: Drawing, { direction, reserve }: LayoutOptions): Layout {
  const loops = Map.groupBy(
    drawing.edges.filter(({ from, to }) => from === to),
    ({ from }) => from,
  );
  const sizes = new Map(
    drawing.nodes.map((node) => [node, sizeOf(node, loops.get(node) ?? [], { direction, reserve })]),
  );
  const plans = planLevels(drawing);
  const itemOf = (node: DrawnNode): LevelItem => {
    const { width, height, extra, mouth, insetAt } = sizes.get(node) as SizedNode;
    const after = width / 2 + selfLoopWidth(loops.get(node) ?? [], direction);
    return { before: width / 2, after, depth: height + 2 * extra, mouth, insetAt };
  };
  const root = layoutCluster(drawing.root, { plans, direction, itemOf });
  const found = collect(root, sizes);
  const straight = [...found.parts].map(([edge, parts]) =>
    placeEdge(edge, parts, plans.turned.has(edge), direction),
  );
  const round = [...loops].flatMap(([node, edges]) =>
    placeSelfLoops(edges, found.nodes.get(node) as Box, direction),
  );
  const edges = inOrder(drawing.edges, [...straight, ...round]);
  const layout = {
    width: root.width,
    height: root.depth,
    nodes: found.nodes,
    clusters: found.clusters,
    edges,
  };
  return direction === "TB" ? layout : turn(layout);
}

interface SizedNode extends Size, Required<Pick<LevelItem, "mouth" | "insetAt">> {
  /** Room above and below it, for the labels of its loops. */
  readonly extra: number;
}

function sizeOf(
  node: DrawnNode,
  loops: readonly DrawnEdge[],
  { direction, reserve }: LayoutOptions,
): SizedNode {
  const { shape } = node;
  const size = measureNode(node, shape === "pill" ? "" : reserve);
  const turned = direction === "TB" ? size : { width: size.height, height: size.width };
  const extra = Math.max(0, (selfLoopDepth(loops, direction) - turned.height) / 2);
  return {
    ...turned,
    extra,
    mouth: mouthOf(shape, size, direction),
    insetAt: (place) => extra + insetOf(shape, size, direction, place),
  };
}

interface Part {
  readonly stretches: readonly Stretch[];
  readonly label: Point | undefined;
}

interface Found {
  readonly nodes: Map<DrawnNode, Box>;
  readonly clusters: Map<Cluster, Box>;
  readonly parts: Map<DrawnEdge, Part[]>;
}

/** Everything inside a cluster, with places in the whole picture. */
function collect(root: PlacedCluster, sizes: ReadonlyMap<DrawnNode, SizedNode>): Found {
  const found: Found = { nodes: new Map(), clusters: new Map(), parts: new Map() };
  const visit = (placed: PlacedCluster, x: number, y: number) => {
    if (placed !== root)
      found.clusters.set(placed.cluster, { x, y, width: placed.width, height: placed.depth });
    for (const node of placed.cluster.nodes) {
      const { across, along } = placed.elements.get(node) as { across: number; along: number };
      const size = sizes.get(node) as SizedNode;
      found.nodes.set(node, {
        x: x + across - size.width / 2,
        y: y + along + size.extra,
        width: size.width,
        height: size.height,
      });
    }
    for (const { edge, placed: link } of placed.links) {
      const stretches = link.stretches.map((each) => ({
        across: each.across + x,
        top: each.top + y,
        bottom: each.bottom + y,
      }));
      const label = link.label && { x: link.label.across + x, y: link.label.along + y };
      found.parts.set(edge, [...(found.parts.get(edge) ?? []), { stretches, label }]);
    }
    for (const child of placed.children) {
      const { across, along } = placed.elements.get(child.cluster) as { across: number; along: number };
      visit(child, x + across - child.width / 2, y + along);
    }
  };
  visit(root, 0, 0);
  return found;
}

function placeEdge(
  edge: DrawnEdge,
  parts: readonly Part[],
  isTurned: boolean,
  direction: Direction,
): PlacedEdge {
  const label = parts.find((part) => part.label !== undefined)?.label;
  const stretches = joinParts(parts);
  if (label === undefined) return { edge, label, line: edgePath(stretches, isTurned, undefined) };
  const { width, height } = measureLabel(edge.label);
  const half = (direction === "TB" ? height : width) / 2;
  const gap = { across: label.x, top: label.y - half, bottom: label.y + half };
  return { edge, label, line: edgePath(stretches, isTurned, gap) };
}

/** Parts of an edge from top to bottom; where two meet at a border they are one stretch. */
function joinParts(parts: readonly Part[]): readonly Stretch[] {
  const topOf = ({ stretches }: Part) => stretches[0]?.top ?? 0;
  const joined: Stretch[] = [];
  for (const { stretches } of parts.toSorted((a, b) => topOf(a) - topOf(b))) {
    const [first, ...rest] = stretches as readonly [Stretch, ...Stretch[]];
    const last = joined.pop();
    joined.push(last === undefined ? first : { ...first, top: last.top }, ...rest);
  }
  return joined;
}

function inOrder(edges: readonly DrawnEdge[], placed: readonly PlacedEdge[]): readonly PlacedEdge[] {
  const byEdge = new Map(placed.map((each) => [each.edge, each]));
  return edges.map((edge) => byEdge.get(edge) as PlacedEdge);
}

/** From left to right instead of from top to bottom. */
function turn({ width, height, nodes, clusters, edges }: Layout): Layout {
  return {
    width: height,
    height: width,
    nodes: new Map([...nodes].map(([node, box]) => [node, turnBox(box)])),
    clusters: new Map([...clusters].map(([cluster, box]) => [cluster, turnBox(box)])),
    edges: edges.map(({ edge, line: { steps, arrow }, label }) => ({
      edge,
      label: label && turnPoint(label),
      line: {
        steps: steps.map(turnStep),
        arrow: { tip: turnPoint(arrow.tip), direction: turnPoint(arrow.direction) },
      },
    })),
  };
}
