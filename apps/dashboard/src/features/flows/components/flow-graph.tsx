import "@xyflow/react/dist/base.css";
import type { GraphDescription } from "@pergola/core";
import { Controls, type Edge, type Node, ReactFlow, useReactFlow, useStore } from "@xyflow/react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useMediaQuery } from "../../../ui/use-media-query.ts";
import type { DrawnNode } from "../drawn-node.ts";
import { groupsOf } from "../graph-groups.ts";
import { type GraphLayout, layoutGraph } from "../layout-graph.ts";
import { FlowEdgeView } from "./flow-edge-view.tsx";
import styles from "./flow-graph.module.css";
import { FlowGroupView } from "./flow-group-view.tsx";
import { FlowNodeView } from "./flow-node-view.tsx";
import { FlowTerminalView } from "./flow-terminal-view.tsx";

const NODE_TYPES = { worker: FlowNodeView, terminal: FlowTerminalView, cluster: FlowGroupView };
const EDGE_TYPES = { flow: FlowEdgeView };
const FIT = { padding: 0.06, maxZoom: 1.15 };

/** Edges are drawn over groups, and nodes over edges. */
const LAYER = { group: 0, edge: 1, node: 2 } as const;

/** Where a queue's bound is not told. */
const USUAL_QUEUE_SIZE = 64;

/** The graph as the display: the room decides which way it runs. */
export function FlowGraph({ graph }: { readonly graph: GraphDescription }) {
  const box = useRef<HTMLElement>(null);
  const [layout, setLayout] = useState<GraphLayout>();
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const place = () => setLayout((before) => sameOr(before, layoutGraph(graph, sizeOf(element))));
    const observer = new ResizeObserver(place);
    observer.observe(element);
    return () => observer.disconnect();
  }, [graph]);
  return (
    <figure ref={box} className={styles.graph} aria-label={`Graph of ${graph.name}`}>
      {layout && <Drawing graph={graph} layout={layout} />}
    </figure>
  );
}

function Drawing({ graph, layout }: { readonly graph: GraphDescription; readonly layout: GraphLayout }) {
  // With one finger one scrolls the page.
  const canPan = useMediaQuery("(hover: hover)");
  const nodes = useMemo(() => toNodes(graph, layout), [graph, layout]);
  const edges = useMemo(() => toEdges(graph), [graph]);
  return (
    <ReactFlow
      key={layout.direction}
      nodes={nodes}
      edges={edges}
      nodeTypes={NODE_TYPES}
      edgeTypes={EDGE_TYPES}
      fitView
      fitViewOptions={FIT}
      minZoom={0.2}
      maxZoom={2}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      zoomOnDoubleClick={false}
      preventScrolling={false}
      zoomOnScroll={false}
      panOnDrag={canPan}
      panOnScroll={false}
      disableKeyboardA11y
    >
      <Controls showInteractive={false} fitViewOptions={FIT} position="bottom-right" />
      <FitToRoom />
    </ReactFlow>
  );
}

/** The whole graph stays in sight when the room changes. */
function FitToRoom() {
  const { fitView } = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  useEffect(() => {
    if (width > 0 && height > 0) void fitView(FIT);
  }, [fitView, width, height]);
  return null;
}

function sameOr(before: GraphLayout | undefined, next: GraphLayout): GraphLayout {
  return before?.direction === next.direction ? before : next;
}

function sizeOf({ clientWidth, clientHeight }: HTMLElement) {
  return { width: clientWidth, height: clientHeight };
}

function toNodes(graph: GraphDescription, { boxes, direction }: GraphLayout): Node<DrawnNode>[] {
  const groups = groupsOf(graph);
  return graph.nodes.map(({ id, label, kind, metadata }) => {
    const queueSize = typeof metadata?.queueSize === "number" ? metadata.queueSize : USUAL_QUEUE_SIZE;
    const { x = 0, y = 0, width, height } = boxes.get(id) ?? {};
    const isTerminal = kind === "start" || kind === "end";
    return {
      id,
      // "group" means something to the library.
      type: groups.has(id) ? "cluster" : isTerminal ? "terminal" : "worker",
      zIndex: groups.has(id) ? LAYER.group : LAYER.node,
      position: { x, y },
      width,
      height,
      data: { label, kind, direction, queueSize },
    };
  });
}

function toEdges({ edges }: GraphDescription): Edge[] {
  return edges.map(({ from, to, label, isConditional }) => ({
    id: `${from} ${to}`,
    type: "flow",
    zIndex: LAYER.edge,
    source: from,
    target: to,
    focusable: false,
    data: { label, isConditional },
  }));
}
