import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { TriangleAlert } from "lucide-react";
import { useCallback } from "react";
import { formatCount } from "../../../ui/format-count.ts";
import { formatDuration } from "../../../ui/format-duration.ts";
import type { DrawnNode } from "../drawn-node.ts";
import { formatRate } from "../flow-rate.ts";
import type { FlowView } from "../flow-view.ts";
import { useFlowView } from "../use-live-flow.ts";
import styles from "./flow-node-view.module.css";

/** A node: how full its queue is, how fast it works, how long that takes, what failed. */
export function FlowNodeView({ id, data }: NodeProps<Node<DrawnNode>>) {
  const node = useFlowView(useCallback(({ nodes }: FlowView) => nodes.get(id), [id]));
  const followed = useFlowView(useCallback(({ followed: trace }: FlowView) => trace?.nodes.get(id), [id]));
  const isUntold = useFlowView(
    useCallback((view: FlowView) => view.hasActivity && !view.nodes.has(id), [id]),
  );
  const { label, direction, queueSize } = data;
  const depth = node?.queueDepth ?? 0;
  const visited = followed && followed.started > 0;
  return (
    <div
      className={styles.node}
      data-untold={isUntold || undefined}
      data-busy={(node?.running ?? 0) > 0 || undefined}
      data-followed={followed ? (visited ? "visited" : "not-visited") : undefined}
    >
      <Ends direction={direction} />
      <span className={styles.fill} style={{ transform: `scaleX(${Math.min(1, depth / queueSize)})` }} />
      <span className={styles.line}>
        <span className={styles.name} title={label}>
          {label}
        </span>
        <span className={styles.latency}>
          {node?.latencyMs !== undefined && formatDuration(node.latencyMs)}
        </span>
      </span>
      <span className={styles.line}>
        <span className={styles.queue}>{depth > 0 ? `${depth} waiting` : ""}</span>
        <span className={styles.rate}>
          {visited ? `${formatCount(followed.succeeded)} done` : formatRate(node?.perSecond ?? 0)}
        </span>
      </span>
      {node && node.failed > 0 && (
        <span className={styles.failed} data-fresh={node.isFailing || undefined}>
          <TriangleAlert aria-hidden="true" />
          {formatCount(node.failed)}
          <span className="visually-hidden"> failed</span>
        </span>
      )}
    </div>
  );
}

/** Where edges begin and end; nothing can be connected by hand. */
export function Ends({ direction }: Pick<DrawnNode, "direction">) {
  const isAcross = direction === "LR";
  return (
    <>
      <Handle
        type="target"
        position={isAcross ? Position.Left : Position.Top}
        isConnectable={false}
        className={styles.end}
      />
      <Handle
        type="source"
        position={isAcross ? Position.Right : Position.Bottom}
        isConnectable={false}
        className={styles.end}
      />
    </>
  );
}
