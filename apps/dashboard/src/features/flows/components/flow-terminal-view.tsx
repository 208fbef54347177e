import type { Node, NodeProps } from "@xyflow/react";
import type { DrawnNode } from "../drawn-node.ts";
import { Ends } from "./flow-node-view.tsx";
import styles from "./flow-terminal-view.module.css";

/** Where messages enter and leave. */
export function FlowTerminalView({ data }: NodeProps<Node<DrawnNode>>) {
  return (
    <div className={styles.terminal}>
      <Ends direction={data.direction} />
      {data.label}
    </div>
  );
}
