import type { Node, NodeProps } from "@xyflow/react";
import type { DrawnNode } from "../drawn-node.ts";
import styles from "./flow-group-view.module.css";
import { Ends } from "./flow-node-view.tsx";

/** A flow that a node calls, around its nodes. */
export function FlowGroupView({ data }: NodeProps<Node<DrawnNode>>) {
  return (
    <div className={styles.group}>
      <Ends direction={data.direction} />
      {data.label}
    </div>
  );
}
