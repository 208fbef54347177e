import { Activity } from "lucide-react";
import type { AgentModel } from "../../../api/models.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import type { RunFilter } from "../run-filter.ts";
import { RunDetail } from "./run-detail.tsx";
import { RunList } from "./run-list.tsx";
import styles from "./runs-page.module.css";

export interface RunsPageProps {
  readonly agent: AgentModel;
  readonly runId: string | undefined;
  /** The row of the waterfall whose details are shown. */
  readonly spanId: number | undefined;
  readonly onSpan: (spanId: number | undefined) => void;
  /** At phone width only one of both is there. */
  readonly phonePane: "list" | "detail";
  readonly filter: RunFilter;
  readonly onFilter: (change: Partial<RunFilter>) => void;
}

/** Runs left; right what happened in one of them, in time. */
export function RunsPage({ agent, runId, spanId, onSpan, phonePane, filter, onFilter }: RunsPageProps) {
  return (
    <div className={styles.page} data-pane={runId === undefined ? "list" : phonePane}>
      <h1 className="visually-hidden">Runs</h1>
      <title>Runs · Pergola</title>
      <RunList agent={agent.id} current={runId} filter={filter} onFilter={onFilter} className={styles.list} />
      {runId === undefined ? (
        <div className={styles.centre}>
          <EmptyState icon={<Activity />} title="No run is chosen">
            Choose one to see its stages, steps, model and tool calls in time.
          </EmptyState>
        </div>
      ) : (
        <RunDetail
          key={runId}
          agent={agent.id}
          runId={runId}
          spanId={spanId}
          onSpan={onSpan}
          className={styles.detail}
        />
      )}
    </div>
  );
}
