import { Activity } from "lucide-react";
import type { AgentModel } from "../../../api/models.ts";
import { Centre } from "../../../ui/centre.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { type PhonePane, TwoPanes } from "../../../ui/two-panes.tsx";
import type { RunFilter } from "../run-filter.ts";
import { RunDetail } from "./run-detail.tsx";
import { RunList } from "./run-list.tsx";

export interface RunsPageProps {
  readonly agent: AgentModel;
  readonly runId: string | undefined;
  /** The row of the waterfall whose details are shown. */
  readonly spanId: number | undefined;
  readonly onSpan: (spanId: number | undefined) => void;
  readonly phonePane: PhonePane;
  readonly filter: RunFilter;
  readonly onFilter: (change: Partial<RunFilter>) => void;
}

/** Runs left; right what happened in one of them, in time. */
export function RunsPage({ agent, runId, spanId, onSpan, phonePane, filter, onFilter }: RunsPageProps) {
  return (
    <TwoPanes
      title="Runs"
      phonePane={runId === undefined ? "list" : phonePane}
      list={<RunList agent={agent.id} current={runId} filter={filter} onFilter={onFilter} />}
    >
      <title>Runs · Pergola</title>
      {runId === undefined ? (
        <Centre>
          <EmptyState icon={<Activity />} title="No run is chosen">
            Choose one to see its stages, steps, model and tool calls in time.
          </EmptyState>
        </Centre>
      ) : (
        <RunDetail key={runId} agent={agent.id} runId={runId} spanId={spanId} onSpan={onSpan} />
      )}
    </TwoPanes>
  );
}
