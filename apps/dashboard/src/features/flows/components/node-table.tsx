import type { GraphDescription } from "@pergola/core";
import { formatCount } from "../../../ui/format-count.ts";
import { formatDuration } from "../../../ui/format-duration.ts";
import { ScrollArea } from "../../../ui/scroll-area.tsx";
import { formatRate } from "../flow-rate.ts";
import type { FlowView } from "../flow-view.ts";
import { workersOf } from "../graph-groups.ts";
import { useFlowView } from "../use-live-flow.ts";
import styles from "./node-table.module.css";

const nodesOf = ({ nodes }: FlowView) => nodes;

/** The graph in words: each node with its numbers. */
export function NodeTable({ graph }: { readonly graph: GraphDescription }) {
  const nodes = useFlowView(nodesOf);
  // Of the nodes of flows that others call there are no numbers.
  const workers = workersOf(graph).filter(({ id }) => nodes.size === 0 || nodes.has(id));
  return (
    <ScrollArea label="Nodes" className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col">Waiting</th>
            <th scope="col">Running</th>
            <th scope="col">Done</th>
            <th scope="col">Failed</th>
            <th scope="col">Rate</th>
            <th scope="col">Latency</th>
          </tr>
        </thead>
        <tbody>
          {workers.map(({ id, label }) => {
            const node = nodes.get(id);
            return (
              <tr key={id}>
                <th scope="row">{label}</th>
                <td>{node?.queueDepth ?? 0}</td>
                <td>{node?.running ?? 0}</td>
                <td>{formatCount(node?.succeeded ?? 0)}</td>
                <td data-failed={(node?.failed ?? 0) > 0 || undefined}>{formatCount(node?.failed ?? 0)}</td>
                <td>{formatRate(node?.perSecond ?? 0) || "–"}</td>
                <td>{node?.latencyMs === undefined ? "–" : formatDuration(node.latencyMs)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollArea>
  );
}
