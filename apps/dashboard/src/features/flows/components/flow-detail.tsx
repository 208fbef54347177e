import { lazy, Suspense, useState } from "react";
import type { FlowInfo } from "../../../api/flows.ts";
import { Spinner } from "../../../ui/spinner.tsx";
import { LiveFlowContext, useWatch } from "../use-live-flow.ts";
import styles from "./flow-detail.module.css";
import { FlowHeader, type GraphLook } from "./flow-header.tsx";
import { NodeTable } from "./node-table.tsx";
import { TracesPane } from "./traces-pane.tsx";

const FlowGraph = lazy(async () => ({ default: (await import("./flow-graph.tsx")).FlowGraph }));

export interface FlowDetailProps {
  readonly flow: FlowInfo;
  readonly traceId: string | undefined;
  readonly onFollow: (traceId: string | undefined) => void;
}

/** A flow as it works, and the user's traces of it. */
export function FlowDetail({ flow, traceId, onFollow }: FlowDetailProps) {
  const live = useWatch(flow.name, traceId);
  const [look, setLook] = useState<GraphLook>("graph");
  return (
    <LiveFlowContext value={live}>
      <section className={styles.detail} aria-label={`Flow ${flow.name}`}>
        <FlowHeader name={flow.name} look={look} hasForm={traceId === undefined} onLook={setLook} />
        <div className={styles.body}>
          <div className={styles.canvas}>
            {look === "table" ? (
              <NodeTable graph={flow.graph} />
            ) : (
              <Suspense
                fallback={
                  <div className={styles.wait}>
                    <Spinner label="Loading the graph" />
                  </div>
                }
              >
                <FlowGraph graph={flow.graph} />
              </Suspense>
            )}
          </div>
          <TracesPane flow={flow} traceId={traceId} onFollow={onFollow} className={styles.traces} />
        </div>
      </section>
    </LiveFlowContext>
  );
}
