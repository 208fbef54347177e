import { Graph, layout } from "@dagrejs/dagre";
import type { GraphDescription, GraphNode } from "@pergola/core";
import { groupsOf } from "./graph-groups.ts";

/** Width and height of nodes, in pixels. */
const NODE_SIZE = { width: 148, height: 62 } as const;
/** Of the beginning and the end. */
const TERMINAL_SIZE = { width: 64, height: 28 } as const;
/** Room between nodes: within a row, and between rows. */
const SPACE = { nodesep: 16, ranksep: 30, marginx: 8, marginy: 8 } as const;
/** The same where nodes are grouped: groups have a title above their nodes. */
const GROUPED_SPACE = { nodesep: 32, ranksep: 44, marginx: 8, marginy: 8 } as const;
/** What a group has around its nodes, in pixels. */
const GROUP_PADDING = { side: 20, top: 26, bottom: 20 } as const;

export type Direction = "LR" | "TB";

/** Where something is drawn: its upper left corner and its size, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface GraphLayout {
  readonly direction: Direction;
  readonly width: number;
  readonly height: number;
  /** By node. One that others are in is around them. */
  readonly boxes: ReadonlyMap<string, Box>;
}

/** Lays the graph out in the direction in which it is larger in the room that there is. */
export function layoutGraph(
  graph: GraphDescription,
  room: { readonly width: number; readonly height: number },
): GraphLayout {
  const [across, down] = [layoutIn(graph, "LR"), layoutIn(graph, "TB")];
  const scale = ({ width, height }: GraphLayout) => Math.min(room.width / width, room.height / height);
  return scale(across) >= scale(down) ? across : down;
}

function layoutIn({ nodes, edges }: GraphDescription, direction: Direction): GraphLayout {
  const groups = groupsOf({ nodes });
  const graph = new Graph({ compound: true });
  graph.setGraph({ rankdir: direction, ...(groups.size > 0 ? GROUPED_SPACE : SPACE) });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, kind } of nodes) graph.setNode(id, groups.has(id) ? {} : { ...sizeOf(kind) });
  for (const { id, parentId } of nodes) if (parentId !== undefined) graph.setParent(id, parentId);
  for (const { from, to } of edges) graph.setEdge(from, to);
  layout(graph);
  const boxes = new Map<string, Box>();
  for (const { id } of nodes) if (!groups.has(id)) boxes.set(id, boxOf(graph, id));
  for (const id of groups) groupBox(id, nodes, boxes);
  const all = [...boxes.values()];
  return {
    direction,
    width: Math.max(1, ...all.map(({ x, width }) => x + width)),
    height: Math.max(1, ...all.map(({ y, height }) => y + height)),
    boxes,
  };
}

function boxOf(graph: Graph, id: string): Box {
  const { x, y, width, height } = graph.node(id) as Box;
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** A group is as large as what is in it. */
function groupBox(id: string, nodes: readonly GraphNode[], boxes: Map<string, Box>): Box {
  const existing = boxes.get(id);
  if (existing !== undefined) return existing;
  const inside = nodes
    .filter(({ parentId }) => parentId === id)
    .map((node) => boxes.get(node.id) ?? groupBox(node.id, nodes, boxes));
  const { side, top, bottom } = GROUP_PADDING;
  const [left, upper] = [Math.min(...inside.map(({ x }) => x)), Math.min(...inside.map(({ y }) => y))];
  const right = Math.max(...inside.map(({ x, width }) => x + width));
  const lower = Math.max(...inside.map(({ y, height }) => y + height));
  const box = {
    x: left - side,
    y: upper - top,
    width: right - left + 2 * side,
    height: lower - upper + top + bottom,
  };
  boxes.set(id, box);
  return box;
}

function sizeOf(kind: string) {
  return kind === "start" || kind === "end" ? TERMINAL_SIZE : NODE_SIZE;
}
