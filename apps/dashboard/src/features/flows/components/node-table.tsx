import type { GraphDescription } from "@pergola/core";
import { DataTable, DurationCell, FailedCell } from "../../../ui/data-table.tsx";
import { formatCount } from "../../../ui/format-count.ts";
import { formatRate } from "../flow-rate.ts";
import type { FlowView } from "../flow-view.ts";
import { workersOf } from "../graph-groups.ts";
import { useFlowView } from "../use-live-flow.ts";
import styles from "./node-table.module.css";

const COLUMNS = ["Node", "Waiting", "Running", "Done", "Failed", "Rate", "Latency"];

const nodesOf = ({ nodes }: FlowView) => nodes;

/** The graph in words: each node with its numbers. */
export function NodeTable({ graph }: { readonly graph: GraphDescription }) {
  const nodes = useFlowView(nodesOf);
  // Of the nodes of flows that others call there are no numbers.
  const workers = workersOf(graph).filter(({ id }) => nodes.size === 0 || nodes.has(id));
  return (
    <DataTable label="Nodes" columns={COLUMNS} className={styles.table}>
      {workers.map(({ id, label }) => {
        const node = nodes.get(id);
        return (
          <tr key={id}>
            <th scope="row">{label}</th>
            <td>{node?.queueDepth ?? 0}</td>
            <td>{node?.running ?? 0}</td>
            <td>{formatCount(node?.succeeded ?? 0)}</td>
            <FailedCell count={node?.failed ?? 0} />
            <td>{formatRate(node?.perSecond ?? 0) || "–"}</td>
            <DurationCell ms={node?.latencyMs} />
          </tr>
        );
      })}
    </DataTable>
  );
}
