import { BaseEdge, type EdgeProps, getBezierPath, Position } from "@xyflow/react";
import { useCallback } from "react";
import { backPath, type EdgePath } from "../back-path.ts";
import { paceOf } from "../flow-rate.ts";
import { edgeKey, type FlowView } from "../flow-view.ts";
import { useFlowView } from "../use-live-flow.ts";
import styles from "./flow-edge-view.module.css";

interface DrawnEdge {
  readonly label?: string;
  readonly isConditional?: boolean;
}

/** An edge whose dashes move as messages do. */
export function FlowEdgeView(props: EdgeProps) {
  const { label, isConditional } = props.data as unknown as DrawnEdge;
  const key = edgeKey(props.source, props.target);
  const pace = useFlowView(
    useCallback(({ edges }: FlowView) => paceOf(edges.get(key)?.perSecond ?? 0), [key]),
  );
  const isFollowed = useFlowView(
    useCallback(({ followed }: FlowView) => (followed?.edges.get(key)?.messages ?? 0) > 0, [key]),
  );
  const { path, labelX, labelY } = pathOf(props);
  return (
    <>
      <BaseEdge
        path={path}
        className={styles.edge}
        data-followed={isFollowed || undefined}
        data-conditional={isConditional || undefined}
      />
      {pace !== "still" && <path d={path} className={styles.dashes} data-pace={pace} />}
      {label && (
        <text x={labelX} y={labelY} className={styles.label}>
          {label}
        </text>
      )}
    </>
  );
}

function pathOf(props: EdgeProps): EdgePath {
  const back = backPath(props, props.sourcePosition === Position.Bottom ? "TB" : "LR");
  if (back !== undefined) return back;
  const [path, labelX, labelY] = getBezierPath(props);
  return { path, labelX, labelY };
}
