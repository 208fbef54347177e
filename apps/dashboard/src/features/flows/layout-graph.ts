import { Graph, layout } from "@dagrejs/dagre";
import type { GraphDescription } from "@pergola/core";

/** Width and height of nodes, in pixels. */
export const NODE_SIZE = { width: 148, height: 62 } as const;
/** Of the beginning and the end. */
export const TERMINAL_SIZE = { width: 64, height: 28 } as const;

export type Direction = "LR" | "TB";

export interface GraphLayout {
  readonly direction: Direction;
  readonly width: number;
  readonly height: number;
  /** Upper left corners, by node. */
  readonly positions: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
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
  const graph = new Graph();
  graph.setGraph({ rankdir: direction, nodesep: 16, ranksep: 30, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, kind } of nodes) graph.setNode(id, { ...sizeOf(kind) });
  for (const { from, to } of edges) graph.setEdge(from, to);
  layout(graph);
  const { width = 1, height = 1 } = graph.graph() as { width?: number; height?: number };
  return {
    direction,
    width,
    height,
    positions: new Map(nodes.map(({ id, kind }) => [id, cornerOf(graph, id, kind)])),
  };
}

function cornerOf(graph: Graph, id: string, kind: string) {
  const { x, y } = graph.node(id) as { x: number; y: number };
  const { width, height } = sizeOf(kind);
  return { x: x - width / 2, y: y - height / 2 };
}

function sizeOf(kind: string) {
  return kind === "start" || kind === "end" ? TERMINAL_SIZE : NODE_SIZE;
}
