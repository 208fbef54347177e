import { Link } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { errorData } from "../../../api/api-error.ts";
import { Button } from "../../../ui/button.tsx";
import { Centre } from "../../../ui/centre.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorNote } from "../../../ui/error-note.tsx";
import { PaneHeader } from "../../../ui/pane-header.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { useShownRun } from "../use-shown-run.ts";
import styles from "./run-detail.module.css";
import { RunView } from "./run-view.tsx";

export interface RunDetailProps {
  readonly agent: string;
  readonly runId: string;
  readonly spanId: number | undefined;
  readonly onSpan: (spanId: number | undefined) => void;
}

/** The right pane: a run, or why there is none. */
export function RunDetail({ agent, runId, spanId, onSpan }: RunDetailProps) {
  const { query, run } = useShownRun(agent, runId);
  return (
    <div className={styles.detail}>
      {run ? (
        <RunView agent={agent} run={run} spanId={spanId} onSpan={onSpan} />
      ) : (
        <>
          <PaneHeader title="Run" list="." back="Back to the runs">
            {null}
          </PaneHeader>
          <Centre>
            {query.isPending ? (
              <Spinner label="Loading the run" />
            ) : query.isError ? (
              <ErrorNote
                title="The run could not be loaded"
                error={errorData(query.error)}
                action={<Button onClick={() => void query.refetch()}>Try again</Button>}
              />
            ) : (
              <NotFound agent={agent} />
            )}
          </Centre>
        </>
      )}
    </div>
  );
}

function NotFound({ agent }: { readonly agent: string }) {
  return (
    <EmptyState
      icon={<SearchX />}
      title="There is no such run"
      action={
        <Link to="/runs" search={(before) => ({ agent: before.agent })}>
          Show all runs
        </Link>
      }
    >
      You have none of this id with {agent}. Its chat may be deleted, or it belongs to another browser or
      agent.
    </EmptyState>
  );
}
